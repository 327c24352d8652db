import type { PathStep } from '../api/types'

/** A place on the path bar: a step, or several folded into «ещё 11». */
export type PathItem = { kind: 'step'; step: PathStep } | { kind: 'fold'; side: 'walked' | 'next'; steps: PathStep[] }

/** Steps that stay when the bar is folded: walked 2 · now · next 2. */
const KEEP = 2
/** A fold that hides a single step costs as much room as the step. */
const LEAST_FOLD = 2

/** Folds a long path to what matters now. Up to `room` steps are drawn whole. */
export function foldPath(path: PathStep[], room = 7): PathItem[] {
  const now = path.findIndex(step => step.kind === 'current')
  if (path.length <= room || now < 0) return path.map(step => ({ kind: 'step', step }))
  const walked = path.slice(0, now)
  const next = path.slice(now + 1)
  return [
    ...foldSide(walked.slice(0, -KEEP), 'walked'),
    ...steps(walked.slice(-KEEP)),
    ...steps(path.slice(now, now + 1)),
    ...steps(next.slice(0, KEEP)),
    ...foldSide(next.slice(KEEP), 'next'),
  ]
}

const steps = (list: PathStep[]): PathItem[] => list.map(step => ({ kind: 'step', step }))

const foldSide = (list: PathStep[], side: 'walked' | 'next'): PathItem[] =>
  list.length < LEAST_FOLD ? steps(list) : [{ kind: 'fold', side, steps: list }]
