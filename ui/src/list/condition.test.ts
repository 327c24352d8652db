import { describe, expect, it } from 'vitest'
import type { FieldMeta, Kind, TypeMeta } from '../api/types'
import { type Condition, canAsk, dayStart, filterOf, joinFilters, opsOf, readCondition } from './condition'
import fixture from './expressions.fixture.json'

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

// The server's own test runs every expression of the fixture over real records.
describe('the builder, in step with the server', () => {
  const listed = fixture as unknown as {
    zone: string
    fields: FieldMeta[]
    cases: { condition: Condition; expression: string }[]
  }
  it.each(listed.cases.map(c => [c.condition, c.expression] as const))('%j', (condition, expression) =>
    expect(filterOf([condition], { fields: listed.fields } as TypeMeta, listed.zone)).toBe(expression),
  )
  it.each(listed.fields)('has a case for all that is offered of $key', field => {
    const cases = listed.cases.filter(c => listed.fields.find(f => f.key === c.condition[0])?.kind === field.kind)
    for (const op of opsOf(field)) expect(cases.map(c => c.condition[1])).toContain(op)
  })
})

describe('a condition from an address', () => {
  it('is taken when whole', () => {
    expect(readCondition(['sum', 'gt', '1'])).toEqual(['sum', 'gt', '1'])
    expect(readCondition(['ok', 'yes', 'extra'])).toEqual(['ok', 'yes'])
  })
  it('is left out when the field cannot answer it', () => {
    expect(expr(['ok', 'gt', '1'], ['plan', 'has', 'x'], ['readers', 'eq', 'u1'])).toBe('')
    expect(canAsk(field('x', 'money'), 'has')).toBe(false)
    expect(expr(['made', 'gte', 'yesterday'])).toBe('it.made >= "yesterday"')
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
