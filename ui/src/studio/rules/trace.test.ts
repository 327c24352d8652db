import { describe, expect, it } from 'vitest'
import { arrow, opened, partsOf, rowsOf, score } from './trace.ts'
import type { Step } from './types.ts'

/** A step of a source, found by its text. */
const source = "(a and b > 1) and c == 'x'"
function step(text: string, ok: boolean | undefined, children: Step[] = [], more: Partial<Step> = {}): Step {
  const from = source.indexOf(text)
  return { text, from, to: from + text.length, value: ok ?? null, type: '', shown: '', ok, children, ...more }
}
const b = step('b > 1', false, [step('b', undefined)])
const tree = step(source, false, [step('a and b > 1', false, [step('a', true), b]), step("c == 'x'", true)])

it('puts what is asked at once side by side', () => {
  const { joins, parts } = partsOf(tree)
  expect(joins).toBe('and')
  expect(parts.map(p => p.text)).toEqual(['a', 'b > 1', "c == 'x'"])
  expect(partsOf(b)).toEqual({ joins: null, parts: b.children })
})

it('does not mix and with or', () => {
  const text = 'a or b and c'
  const at = (part: string): Step => ({
    ...step('a', true),
    text: part,
    from: text.indexOf(part),
    to: text.indexOf(part) + part.length,
  })
  const or: Step = { ...at(text), children: [at('a'), { ...at('b and c'), children: [at('b'), at('c')] }] }
  expect(partsOf(or).joins).toBe('or')
  expect(partsOf(or).parts.map(p => p.text)).toEqual(['a', 'b and c'])
})

it('counts how many conditions hold', () => {
  expect(score(tree)).toEqual({ held: 2, of: 3 })
  expect(score(b)).toBeNull()
  const secret = { ...tree, children: [tree.children[0] as Step, step("c == 'x'", undefined, [], { hidden: true })] }
  expect(score(secret)).toBeNull()
})

describe('the rows of a trace', () => {
  it('open what is short', () => {
    const rows = rowsOf(tree, opened(tree))
    expect(rows.map(r => `${r.id} ${r.step.text}`)).toEqual([
      `0 ${source}`,
      '0.0 a',
      '0.1 b > 1',
      '0.1.0 b',
      "0.2 c == 'x'",
    ])
  })
  it('open only what is not true when there is much', () => {
    const many = Array.from({ length: 30 }, () => step('a', true, [step('b', undefined)]))
    const long = step('x', false, [...many, b])
    expect([...opened(long)]).toEqual(['0', '0.30'])
  })
  it('hide what is folded', () => {
    expect(rowsOf(tree, new Set()).map(r => r.id)).toEqual(['0'])
    expect(rowsOf(tree, new Set(['0'])).map(r => r.id)).toEqual(['0', '0.0', '0.1', '0.2'])
  })
})

it('leads by arrows as trees do', () => {
  const rows = rowsOf(tree, new Set(['0']))
  expect(arrow(rows, '0', 'ArrowDown')).toEqual({ to: '0.0' })
  expect(arrow(rows, '0', 'ArrowUp')).toEqual({})
  expect(arrow(rows, '0.1', 'ArrowRight')).toEqual({ open: true })
  expect(arrow(rows, '0', 'ArrowRight')).toEqual({ to: '0.0' })
  expect(arrow(rows, '0.1', 'ArrowLeft')).toEqual({ to: '0' })
  expect(arrow(rows, '0', 'ArrowLeft')).toEqual({ open: false })
  expect(arrow(rows, '0', 'End')).toEqual({ to: '0.2' })
  expect(arrow(rows, '0', 'a')).toBeNull()
})
