import type { TFunction } from 'i18next'
import type { Backtest, Divergence } from './types'

/** What would have gone differently, as a sentence. */
export const divergenceSaid = (d: Divergence, type: string, t: TFunction): string =>
  t(`studioTrial.past.kinds.${d.kind}`, { count: d.count, title: d.title || d.key, type })

/** Terms that would be missed: more, fewer or as many. null when none was counted. */
export function clocksSaid({ clocks }: Backtest, t: TFunction): string | null {
  if (clocks.checked === 0) return null
  const by = clocks.would - clocks.late
  const key = by > 0 ? 'more' : by < 0 ? 'fewer' : 'same'
  return t(`studioTrial.past.clocks.${key}`, {
    count: Math.abs(by),
    late: clocks.late,
    would: clocks.would,
    all: clocks.checked,
  })
}

/** The steps of a story without their numbers, and without the end that is told apart from them. */
export const stepsOf = (story: string[]): string[] =>
  story.filter(line => /^\d+\. /.test(line)).map(line => line.replace(/^\d+\. /, ''))
