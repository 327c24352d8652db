import { describe, expect, it } from 'vitest'
import type { FieldMeta } from '../api/types'
import type { Line } from './cell'
import { addLine, keepIds, moveLine, pasteLines, removeLine, setCell, totalsOf, wireLines } from './lines'

const columns: FieldMeta[] = [
  { key: 'name', title: 'Позиция', kind: 'text' },
  { key: 'qty', title: 'Кол-во', kind: 'decimal' },
  { key: 'price', title: 'Цена', kind: 'money', currency: 'KZT' },
  { key: 'sum', title: 'Сумма', kind: 'money', currency: 'KZT', readOnly: true },
]
const line = (id: string, rest: object = {}) => ({ id, ...rest }) as Line

describe('line items', () => {
  it('adds lines with ids that are not stored ones', () => {
    const [a, b] = addLine(addLine([]))
    expect(a?.id).not.toBe(b?.id)
    expect(wireLines(columns, [a as Line])).toEqual([{}])
  })

  it('moves a line and keeps the others in order', () => {
    const lines = ['a', 'b', 'c'].map(id => line(id))
    expect(moveLine(lines, 2, 0).map(l => l.id)).toEqual(['c', 'a', 'b'])
    expect(moveLine(lines, 0, 3)).toBe(lines)
    expect(removeLine(lines, 1).map(l => l.id)).toEqual(['a', 'c'])
  })

  it('sends typed columns and stored ids only', () => {
    const lines = [line('r1', { name: 'А', qty: '2', sum: '10.00' }), line('new:1', { name: 'Б' })]
    expect(wireLines(columns, lines)).toEqual([{ id: 'r1', name: 'А', qty: '2' }, { name: 'Б' }])
  })

  it('lays the computed columns of the answer under the ids already drawn', () => {
    const drawn = [line('new:7', { qty: '2' }), line('r1')]
    const answered = [line('', { qty: '2', sum: '20.00' }), line('r1', { sum: '1.00' })]
    expect(keepIds(drawn, answered).map(l => [l.id, l.sum])).toEqual([
      ['new:7', '20.00'],
      ['r1', '1.00'],
    ])
  })

  it('sums what is computed, exactly, and not unit prices or counts of unlike things', () => {
    const lines = [
      line('1', { qty: '2', price: '0.10', sum: '0.10' }),
      line('2', { qty: '3', price: '0.20', sum: '0.20' }),
    ]
    expect(totalsOf(columns, lines)).toEqual({ sum: '0.30' })
  })

  it('does not add different currencies together', () => {
    const mixed: FieldMeta[] = [{ key: 'sum', title: 'Сумма', kind: 'money', currencyField: 'cur' }]
    const lines = [line('1', { sum: '1', cur: 'KZT' }), line('2', { sum: '1', cur: 'USD' })]
    expect(totalsOf(mixed, lines)).toEqual({})
    expect(totalsOf(mixed, [setCell(lines, 1, 'cur', 'KZT')[1] as Line, lines[0] as Line])).toEqual({ sum: '2' })
  })

  it('takes a table pasted from a spreadsheet, adding lines and leaving what does not fit', () => {
    const pasted = pasteLines([line('r1', { price: '5' })], 0, 0, columns, 'Кабель\t1 200,5\t10\nМуфта\tмного\t7,25\n')
    expect(pasted.map(({ name, qty, price }) => [name, qty, price])).toEqual([
      ['Кабель', '1200.5', '10'],
      ['Муфта', undefined, '7.25'],
    ])
    expect(pasted[0]?.id).toBe('r1')
  })
})
