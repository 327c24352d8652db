import { describe, expect, it } from 'vitest'
import type { Register, Sums } from '../api/process'
import type { FieldMeta, TypeMeta } from '../api/types'
import { asRead, axesOf, cellQuery, periodOf } from './axes'
import { heldCurrency, inCurrency } from './currency'
import { balanceOf, matrixOf, verdicts } from './matrix'

const field = (key: string, more: Partial<FieldMeta> = {}): FieldMeta => ({ key, title: key, kind: 'text', ...more })
const type = {
  slug: 'x_line',
  fields: [
    field('status', { engine: true }),
    field('item'),
    field('branch', { kind: 'ref', target: 'x_unit' }),
    field('month'),
  ],
} as TypeMeta
const register: Register = {
  slug: 'x_budget',
  title: 'Бюджет',
  dimensions: [
    { key: 'line', title: 'Строка', kind: 'ref', type: 'x_line', fields: ['status', 'item', 'branch', 'month'] },
  ],
  measures: [],
}
const sums = (by: string[], lines: Sums['lines'], more: Partial<Sums> = {}): Sums => ({
  by,
  lines,
  totals: {},
  refs: {},
  ...more,
})
const line = (by: Sums['lines'][number]['by'], used: string, cap: string) => ({
  by,
  measures: { fact: used, plan: cap },
  limits: [{ key: 'plan', title: 'План', holds: Number(used) <= Number(cap), used, cap }],
})

describe('axes', () => {
  const axes = axesOf(register, [type])
  it('are the fields of what a dimension names, then itself; the engine’s come last', () => {
    expect(axes.map(a => a.name)).toEqual(['line.item', 'line.branch', 'line.month', 'line', 'line.status'])
  })
  it('know a period by its values', () => {
    const by = ['line.item', 'line.month']
    const lines = [line(['Реклама', '2026-12'], '1', '2'), line(['Аренда', '2027-01'], '1', '2')]
    expect(periodOf(axes, by, lines)?.name).toBe('line.month')
    expect(periodOf(axes, by, [line(['Реклама', 'зима'], '1', '2')])).toBeUndefined()
  })
  it('hold a cell at its values', () => {
    const [item, branch, , whole] = axes
    expect(
      cellQuery([
        [item, 'Щит "А"'],
        [branch, 'x_unit/u1'],
      ]),
    ).toEqual({
      'filter.line': 'it.item == "Щит \\"А\\"" and it.branch.id == "u1"',
    })
    expect(cellQuery([[whole, null]])).toEqual({ line: '' })
    expect(cellQuery([[item, null]])).toEqual({ 'filter.line': 'it.item == nil' })
  })
  it('put the name of a record behind what it is grouped by', () => {
    const named = { ...type, titleField: 'item' } as TypeMeta
    expect(axesOf(register, [named]).map(a => a.name)).toEqual([
      'line.branch',
      'line.month',
      'line',
      'line.status',
      'line.item',
    ])
  })
  it('tell months when every day is the first of one', () => {
    const axis = { name: 'line.month', title: 'Месяц', dimension: 'line' }
    expect(asRead(axis, ['2026-01-01', null, '2026-02-01']).monthly).toBe(true)
    expect(asRead(axis, ['2026-01-01', '2026-02-14']).monthly).toBeUndefined()
  })
})

describe('the matrix', () => {
  it('orders by name, leaves holes, and puts what has no value last', () => {
    const cells = sums(['a', 'b'], [line(['р', '2026-12'], '1', '2')])
    const rows = sums(['a'], [line([null], '1', '2'), line(['р'], '1', '2'), line(['а'], '1', '2')])
    const columns = sums(['b'], [line(['2026-12'], '1', '2'), line(['2026-11'], '1', '2')])
    const matrix = matrixOf(cells, rows, columns, (_, v) =>
      v === '2026-12' ? 'Декабрь' : v === '2026-11' ? 'Ноябрь' : String(v),
    )
    expect(matrix.rows).toEqual(['а', 'р', null])
    expect(matrix.columns).toEqual(['2026-11', '2026-12'])
    expect(matrix.cell('р', '2026-12')?.limit?.cap).toBe('2')
    expect(matrix.cell('а', '2026-12')).toBeUndefined()
  })
})

describe('a register of several currencies', () => {
  const measure = { scale: 0 }
  const held = {
    ...register,
    measures: [
      { ...measure, key: 'held', title: 'Числится', currencyBy: 'currency' },
      { ...measure, key: 'days', title: 'Дней' },
    ],
  }
  it('is looked at in one of them, which its amounts then have', () => {
    expect(heldCurrency(held)).toBe('currency')
    expect(inCurrency(held, 'USD').measures.map(m => m.currency)).toEqual(['USD', undefined])
  })
  it('is one like the others where there is one currency', () => {
    expect(heldCurrency(register)).toBeUndefined()
  })
})

describe('comparing', () => {
  it('is exact, and equality is not over', () => {
    expect(balanceOf('0.30', '0.10')).toMatchObject({ left: '-0.20', over: true })
    expect(balanceOf('700000', '700000.00')).toMatchObject({ left: '0.00', over: false, share: 1 })
    expect(balanceOf('5', '0')?.share).toBe(Number.POSITIVE_INFINITY)
    expect(balanceOf(null, '1')).toBeNull()
  })
  it('lists the worst first, by the limit or by chosen measures', () => {
    const all = sums(
      ['a'],
      [line(['a'], '120', '100'), line(['b'], '300', '100'), line(['c'], '10', '100'), line(['d'], '90', '100')],
    )
    const byLimit = verdicts(all, { of: '', norm: '' }, 0.5)
    expect(byLimit.over.map(v => v.by[0])).toEqual(['b', 'a'])
    expect(byLimit.under.map(v => v.by[0])).toEqual(['c'])
    expect(verdicts(all, { of: 'plan', norm: 'fact' }, 0.5).over.map(v => v.by[0])).toEqual(['c', 'd'])
  })
})
