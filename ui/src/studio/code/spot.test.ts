import { describe, expect, it } from 'vitest'
import type { Diagnostic } from '../draft/types.ts'
import { dotted, fixOf, isFresh, spotOf, writtenPath } from './spot.ts'

const problem = (line: number, column: number, length?: number, more: Partial<Diagnostic> = {}): Diagnostic => ({
  severity: 'error', code: 'x', message: '', file: '', path: '', line, column, length, ...more,
}) // biome-ignore format: short

describe('a path as the engine writes it', () => {
  it.each([
    [['a', 'b', 0, 'c'], 'a.b[0].c'],
    [['edit', 'new in_work', 'x'], 'edit["new in_work"].x'],
    [['edit', '@all'], 'edit["@all"]'],
    [[], ''],
  ])('%j', (path, want) => expect(dotted(path)).toBe(want))
})

describe('where a problem lies in its expression', () => {
  const file = 'schemas/p/types/t.json'
  const find = (text: string, word: string, length = word.length) => {
    const at = text.indexOf(word)
    const before = text.slice(0, at).split('\n')
    return problem(before.length, [...(before.at(-1) ?? '')].length + 1, length)
  }
  it('counts from the quote', () => {
    const text = '{\n  "check": "amuont > 5"\n}'
    expect(spotOf(text, file, ['check'], find(text, 'amuont'))).toEqual({ from: 0, to: 6 })
  })
  it('counts what is read, not what is written', () => {
    const text = String.raw`{"check": "a == \"\u0444\"\nand amuont"}`
    expect(spotOf(text, file, ['check'], find(text, 'amuont'))).toEqual({ from: 13, to: 19 })
  })
  it('counts characters above the first plane as two', () => {
    const text = '{"check": "t == \'😀😀\' and amuont"}'
    const spot = spotOf(text, file, ['check'], find(text, 'amuont'))
    expect(spot && "t == '😀😀' and amuont".slice(spot.from, spot.to)).toBe('amuont')
  })
  it('does not claim what lies elsewhere', () => {
    const text = '{"check": "a", "other": "amuont"}'
    expect(spotOf(text, file, ['check'], find(text, 'amuont'))).toBeNull()
    expect(spotOf(text, file, ['nothing'], find(text, 'amuont'))).toBeNull()
    expect(spotOf(text, file, ['check'], problem(9, 1))).toBeNull()
  })
  it('takes the short form for the word that it stands for', () => {
    const text = '{"start": "amuont > 5"}'
    expect(writtenPath(text, ['start', 'check'])).toEqual(['start'])
    expect(spotOf(text, file, ['start', 'check'], find(text, 'amuont'))).toEqual({ from: 0, to: 6 })
  })
  it('reads a file that is an expression by lines', () => {
    const text = 'a and\n  amuont'
    expect(spotOf(text, 'rules/p/r.expr', [], find(text, 'amuont'))).toEqual({ from: 8, to: 14 })
  })
})

it('knows when the text has moved on', () => {
  const p = problem(2, 1, 1, { source: '  "check": "a"' })
  expect(isFresh('{\n  "check": "a"\n}', p)).toBe(true)
  expect(isFresh('{\n  "check": "ab"\n}', p)).toBe(false)
})

describe('the fix of a mistyped name', () => {
  const hint = 'did you mean "amount"?'
  it('replaces the name alone', () => {
    const p = problem(1, 1, 13, { hint, params: { name: 'amuont' } })
    expect(fixOf('record.amuont > 5', p, { from: 0, to: 13 })).toEqual({ from: 7, to: 13, insert: 'amount' })
  })
  it('is none without a proposal', () => {
    expect(fixOf('x', problem(1, 1, 1, { hint: "write spans of time as text: '8h'" }), { from: 0, to: 1 })).toBeNull()
  })
  it('is none where another name stands by now', () => {
    const p = problem(1, 1, 6, { hint, params: { name: 'amuont' } })
    expect(fixOf('sum(a)', p, { from: 0, to: 6 })).toBeNull()
  })
})
