import { describe, expect, it } from 'vitest'
import type { FieldMeta, Kind, Row, TypeMeta } from '../api/types'
import { columnsOf, commonCurrency, nextSort } from './columns'

const field = (key: string, kind: Kind, more: Partial<FieldMeta> = {}): FieldMeta => ({
  key,
  kind,
  title: key,
  ...more,
})
const type = {
  titleField: 'name',
  states: [{ key: 'a', title: 'A', phase: 'new' }],
  fields: [
    field('no', 'number'),
    field('name', 'text'),
    field('sum', 'money', { currencyField: 'cur' }),
    field('lines', 'rows'),
    field('status', 'enum', { engine: true }),
    field('author', 'ref', { engine: true }),
  ],
} as unknown as TypeMeta
const keys = (chosen: string[]) => columnsOf(type, chosen).map(c => c.field.key)
const row = (sum: string | null, cur: string) => ({ values: { sum, cur } }) as unknown as Row

describe('columns', () => {
  it('follow the given order and skip what cannot be drawn', () => {
    expect(keys(['sum', 'name', 'lines', 'gone'])).toEqual(['sum', 'name'])
  })
  it('never lose the name of the record', () => {
    expect(keys(['no', 'sum'])).toEqual(['no', 'name', 'sum'])
    expect(keys(['sum'])).toEqual(['name', 'sum'])
  })
  it('have defaults with number first and state last', () => expect(keys([])).toEqual(['no', 'name', 'sum', 'status']))
})

it('finds the currency that most rows share', () => {
  const sum = type.fields[2] as FieldMeta
  expect(commonCurrency(sum, [row('1', 'KZT'), row('2', 'KZT'), row('3', 'USD'), row(null, 'EUR')])).toBe('KZT')
  expect(commonCurrency({ ...sum, currency: 'RUB' }, [])).toBe('RUB')
})

it('sorts up, down, then as in the view', () => {
  expect(nextSort('a', '')).toBe('a')
  expect(nextSort('a', 'a')).toBe('-a')
  expect(nextSort('a', '-a')).toBeUndefined()
})
