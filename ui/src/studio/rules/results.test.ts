import { expect, it } from 'vitest'
import type { Diagnostic } from '../draft/types.ts'
import { countOf, resultsOf } from './results.ts'

const problem = (code: string, params?: Record<string, unknown>): Diagnostic => ({
  severity: 'error',
  code,
  params,
  message: '',
  file: '',
  line: 1,
  column: 1,
  path: '',
})

it('tells which examples hold, and what the others gave', () => {
  const failed = { path: ['cases', 1], problem: problem('case_failed', { got: false, want: true }) }
  const results = resultsOf(3, [], [failed], true)
  expect(results.map(r => r.state)).toEqual(['passed', 'failed', 'passed'])
  expect(results[1]?.got).toBe(false)
  expect(countOf(results, 'passed')).toBe(2)
})

it('does not say that an example holds when nobody knows', () => {
  expect(resultsOf(1, [], [], false)[0]?.state).toBe('unknown')
  expect(resultsOf(1, [problem('syntax')], [], true)[0]?.state).toBe('unknown')
  expect(resultsOf(1, [], [{ path: ['args', 'x'], problem: problem('unknown_type') }], true)[0]?.state).toBe('unknown')
  const literal = { path: ['cases', 0, 'args', 'x'], problem: problem('literal') }
  expect(resultsOf(2, [], [literal], true).map(r => r.state)).toEqual(['unknown', 'passed'])
})
