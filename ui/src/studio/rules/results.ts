import type { Json } from '../doc/json'
import type { Diagnostic } from '../draft/types'
import type { Placed } from '../panel/place'

/** What came of one example. */
export interface Result {
  state: 'passed' | 'failed' | 'unknown' // unknown: the rule, or the example, cannot be read
  got?: Json
  problems: Diagnostic[]
}

/** What came of the examples of a rule, from the problems of its two files. */
export function resultsOf(rows: number, expr: Diagnostic[], cases: Placed[], checked: boolean): Result[] {
  const isBroken = !checked || expr.some(p => p.severity === 'error') || cases.some(p => p.path[0] !== 'cases')
  return Array.from({ length: rows }, (_, at) => {
    const problems = cases.filter(p => p.path[0] === 'cases' && p.path[1] === at).map(p => p.problem)
    const failed = problems.find(p => p.code === 'case_failed')
    if (failed) return { state: 'failed', got: failed.params?.got as Json | undefined, problems }
    return { state: isBroken || problems.length > 0 ? 'unknown' : 'passed', problems }
  })
}

export const countOf = (results: Result[], state: Result['state']): number =>
  results.filter(r => r.state === state).length
