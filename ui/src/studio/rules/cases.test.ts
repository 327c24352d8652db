import { describe, expect, it } from 'vitest'
import {
  addArg,
  addCase,
  cellText,
  kindOf,
  readCases,
  readCell,
  removeArg,
  removeCase,
  renameArg,
  setArg,
  setArgWord,
  setWant,
  setWord,
} from './cases.ts'

const text = `{
  "title": "Хватает ли",
  "args": {"sum": {"type": "money", "title": "Сумма"}, "many": "number"},
  "returns": "bool",
  "cases": [
    {"args": {"sum": "100 KZT", "many": 2}, "want": true, "note": "ровно"},
    {"args": {"many": 0}, "want": null}
  ]
}
`

it('reads the file as a table', () => {
  expect(readCases(text)).toEqual({
    title: 'Хватает ли',
    args: [
      { name: 'sum', type: 'money', title: 'Сумма' },
      { name: 'many', type: 'number', title: '' },
    ],
    returns: 'bool',
    rows: [
      { args: { sum: '100 KZT', many: 2 }, want: true, now: '', note: 'ровно' },
      { args: { many: 0 }, want: null, now: '', note: '' },
    ],
  })
  expect(readCases('{ broken')).toEqual({ title: '', args: [], returns: '', rows: [] })
})

describe('a cell', () => {
  it.each([
    ['money', '1 842 500,50 kzt', '1842500.50 KZT'],
    ['money', '−5', '-5'],
    ['money', '500000.01 KZT', '500000.01 KZT'],
    ['money', 'много', 'много'],
    ['number', '79,9', 79.9],
    ['number', '1 000', 1000],
    ['number', '5 KZT', '5 KZT'],
    ['bool', 'true', true],
    ['bool', 'false', false],
    ['date', '2026-03-26', '2026-03-26'],
    ['text', '12', '12'],
    ['json', '{"a": 1}', { a: 1 }],
    ['json', '{"a"', '{"a"'],
    ['text', '  ', undefined],
  ] as const)('of %s: %s', (kind, written, want) => expect(readCell(kind, written)).toEqual(want))

  it('is written back as it was', () => {
    for (const row of readCases(text).rows) {
      expect(readCell('money', cellText(row.args.sum))).toEqual(row.args.sum)
      expect(readCell('number', cellText(row.args.many))).toEqual(row.args.many)
    }
    expect(cellText({ amount_kzt: '1.00' })).toBe('{"amount_kzt":"1.00"}')
  })
  it('is of the kind that its type wants', () => {
    expect(['instant', 'span', 'payment', '[money]', 'people', 'bool'].map(kindOf)).toEqual([
      'text',
      'text',
      'json',
      'json',
      'json',
      'bool',
    ])
  })
})

describe('edits', () => {
  it('change one line of the file', () => {
    const changed = (after: string) =>
      after
        .split('\n')
        .filter(line => !text.split('\n').includes(line))
        .map(l => l.trim())
    expect(changed(setArg(text, 1, 'sum', '5 KZT'))).toEqual(['{"args": {"many": 0, "sum": "5 KZT"}, "want": null}'])
    expect(changed(setArg(text, 0, 'sum', undefined))).toEqual([
      '{"args": {"many": 2}, "want": true, "note": "ровно"},',
    ])
    expect(setArg(text, 1, 'sum', undefined)).toBe(text)
    expect(changed(setWant(text, 1, false))).toEqual(['{"args": {"many": 0}, "want": false}'])
    expect(changed(setWord(text, 1, 'note', 'пусто'))).toEqual(['{"args": {"many": 0}, "want": null, "note": "пусто"}'])
    expect(changed(setWord(text, 0, 'note', ''))).toEqual(['{"args": {"sum": "100 KZT", "many": 2}, "want": true},'])
  })
  it('add an example like the last one, and take one away', () => {
    const more = addCase(text)
    expect(readCases(more).rows).toHaveLength(3)
    expect(readCases(more).rows[2]).toEqual({ args: { many: 0 }, want: null, now: '', note: '' })
    expect(readCases(removeCase(more, 0)).rows.map(r => r.want)).toEqual([null, null])
    expect(readCases(addCase('{"returns": "bool", "cases": []}')).rows[0]?.want).toBe(true)
  })
  it('rename an argument everywhere, in its place', () => {
    const renamed = readCases(renameArg(text, 'many', 'count'))
    expect(renamed.args.map(a => a.name)).toEqual(['sum', 'count'])
    expect(renamed.rows.map(r => r.args.count)).toEqual([2, 0])
  })
  it('take an argument away everywhere', () => {
    const left = readCases(removeArg(text, 'many'))
    expect(left.args.map(a => a.name)).toEqual(['sum'])
    expect(left.rows.map(r => Object.keys(r.args))).toEqual([['sum'], []])
    expect(readCases(addArg(text, 'third')).args.at(-1)).toEqual({ name: 'third', type: 'text', title: '' })
  })
  it('keep the short form while it is enough', () => {
    expect(setArgWord(text, ['args', 'many'], 'type', 'date')).toContain('"many": "date"')
    expect(setArgWord(text, ['args', 'many'], 'title', 'Сколько')).toContain(
      '"many": {"type": "number", "title": "Сколько"}',
    )
    expect(setArgWord(text, ['args', 'sum'], 'type', 'text')).toContain('"sum": {"type": "text", "title": "Сумма"}')
    expect(setArgWord(text, ['returns'], 'type', 'money')).toContain('"returns": "money"')
  })
})
