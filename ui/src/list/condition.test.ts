import { describe, expect, it } from 'vitest'
import type { FieldMeta, Kind, TypeMeta } from '../api/types'
import { type Condition, dayStart, filterOf, joinFilters, opsOf, readCondition } from './condition'

const field = (key: string, kind: Kind, more: Partial<FieldMeta> = {}): FieldMeta => ({
  key,
  kind,
  title: key,
  ...more,
})
const type = {
  fields: [
    field('name', 'text'),
    field('sum', 'money'),
    field('state', 'enum'),
    field('owner', 'ref'),
    field('readers', 'ref', { many: true }),
    field('due', 'date'),
    field('made', 'instant'),
    field('ok', 'bool'),
    field('plan', 'file'),
  ],
} as TypeMeta
const expr = (...conditions: Condition[]) => filterOf(conditions, type, 'Asia/Almaty')

describe('the expression of a list', () => {
  it.each<[Condition, string]>([
    [['sum', 'gte', '500000'], 'it.sum >= 500000'],
    [['sum', 'between', ['1', '2.50']], 'it.sum >= 1 and it.sum <= 2.50'],
    [['sum', 'between', [null, '7']], 'it.sum <= 7'],
    [['state', 'in', ['a']], 'it.state == "a"'],
    [['state', 'in', ['a', 'b']], 'it.state in ["a", "b"]'],
    [['owner', 'in', ['u1', 'u2']], 'it.owner.id in ["u1", "u2"]'],
    [['readers', 'in', ['u1']], 'any(it.readers, .id in ["u1"])'],
    [['due', 'lte', '2026-04-03'], 'it.due <= "2026-04-03"'],
    [
      ['made', 'between', ['2026-03-26', '2026-03-26']],
      'it.made >= "2026-03-25T19:00:00Z" and it.made < "2026-03-26T19:00:00Z"',
    ],
    [['name', 'has', 'Клима'], 'lower(it.name) contains "клима"'],
    [['name', 'empty'], 'it.name == nil'],
    [['ok', 'yes'], 'it.ok == true'],
  ])('%j', (condition, want) => expect(expr(condition)).toBe(want))

  it('cannot be broken out of', () => {
    expect(expr(['name', 'eq', '" or true or "'])).toBe('it.name == "\\" or true or \\""')
    expect(expr(['sum', 'gte', '1) or (true'])).toBe('it.sum >= 1')
  })
  it('joins conditions and leaves out unknown fields', () => {
    expect(expr(['ok', 'yes'], ['gone', 'yes'], ['sum', 'between', ['1', '2']])).toBe(
      'it.ok == true and (it.sum >= 1 and it.sum <= 2)',
    )
    expect(joinFilters(['a or b', 'c'])).toBe('(a or b) and c')
    expect(joinFilters(['', ''])).toBe('')
  })
})

describe('a condition from an address', () => {
  it('is taken when whole', () => {
    expect(readCondition(['sum', 'gt', '1'])).toEqual(['sum', 'gt', '1'])
    expect(readCondition(['ok', 'yes', 'extra'])).toEqual(['ok', 'yes'])
  })
  it.each([[null], [['a']], [['a', 'drop']], [['a b', 'eq', '1']], [['a', 'eq', '']], ['x']])('%j is dropped', raw =>
    expect(readCondition(raw)).toBeNull(),
  )
})

it('asks each kind what it can answer', () => {
  expect(opsOf(field('x', 'bool'))).toEqual(['yes', 'no'])
  expect(opsOf(field('x', 'file'))).toEqual([])
  expect(opsOf(field('x', 'text', { many: true }))).toEqual([])
})

it('knows the first moment of a day also when clocks change', () => {
  expect(dayStart('2026-03-26', 'Asia/Almaty')).toBe('2026-03-25T19:00:00Z')
  expect(dayStart('2026-03-29', 'Europe/Berlin')).toBe('2026-03-28T23:00:00Z')
  expect(dayStart('2026-03-30', 'Europe/Berlin')).toBe('2026-03-29T22:00:00Z')
})
