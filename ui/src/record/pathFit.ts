import type { PathStep } from '../api/types'
import type { PathItem } from './path'

/** What the parts of a path bar take, in pixels. */
export interface PathMeasure {
  /** A step with its line before it, without the time spent there. */
  steps: number[]
  /** What the time adds to a step; 0 where there is none. */
  times: number[]
  fold: number
  exits: number
  gap: number
  room: number
}

export interface PathFit {
  withTimes: boolean
  /** The side exits stand on a line of their own. */
  exitsBelow: boolean
  folded: ReadonlySet<number>
}

const sum = (list: number[]) => list.reduce((a, b) => a + b, 0)

/**
 * What a bar gives up so that no word is cut: the times, then the line beside the exits, then steps far from the
 * present one — those ahead from the end, those behind from the beginning.
 */
export function fitPath(m: PathMeasure, now: number): PathFit {
  const exits = m.exits > 0 ? m.exits + m.gap : 0
  for (const exitsBelow of [false, true]) {
    for (const withTimes of [true, false]) {
      const taken = sum(m.steps) + (withTimes ? sum(m.times) : 0) + (exitsBelow ? 0 : exits)
      if (taken <= m.room) return { withTimes, exitsBelow: exitsBelow && m.exits > 0, folded: new Set() }
    }
  }
  const folded = new Set<number>()
  for (const step of giveUp(m.steps.length, now)) {
    folded.add(step)
    const sides = [...folded].some(i => i < now) && [...folded].some(i => i > now) ? 2 : 1
    const shown = sum(m.steps.filter((_, i) => !folded.has(i))) + sides * m.fold
    if (shown <= m.room) break
  }
  return { withTimes: false, exitsBelow: m.exits > 0, folded }
}

/** Steps in the order in which they are given up; the present one never is. */
function giveUp(count: number, now: number): number[] {
  const ahead = Array.from({ length: Math.max(0, count - now - 2) }, (_, i) => count - 1 - i)
  const behind = Array.from({ length: Math.max(0, now - 1) }, (_, i) => i)
  const near = [now + 1, now - 1].filter(i => i >= 0 && i < count)
  return [...ahead, ...behind, ...near]
}

/** The places of the bar, with each side's folded steps in one. */
export function foldedItems(path: PathStep[], folded: ReadonlySet<number>, now: number): PathItem[] {
  const items: PathItem[] = []
  const side = (which: 'walked' | 'next') =>
    path.filter((_, i) => folded.has(i) && (which === 'walked' ? i < now : i > now))
  const walked = side('walked')
  if (walked.length > 0) items.push({ kind: 'fold', side: 'walked', steps: walked })
  path.forEach((step, i) => {
    if (!folded.has(i)) items.push({ kind: 'step', step })
  })
  const next = side('next')
  if (next.length > 0) items.push({ kind: 'fold', side: 'next', steps: next })
  return items
}
