import type { ClockChip } from '../api/types'
import { formatSpan, type Locale, NBSP, parseInstant } from '../i18n/format'

export type Tone = 'calm' | 'warn' | 'late' | 'paused' | 'met'

const endless = 1_000_000

/** Working time in hours: how long a day is, is the calendar's affair. Time of the wall has days of 24 hours. */
export const spanOf = (minutes: number, work: boolean, lang: Locale['lang']) =>
  minutes === 0 ? nothing[lang] : formatSpan(minutes * 60, lang, work ? endless : 24)

const nothing = { ru: `0${NBSP}мин`, en: `0${NBSP}min` }

/** The largest unit of a span: «10 ч» of «10 ч 30 мин». */
export const largestOf = (span: string) => span.split(NBSP).slice(0, 2).join(NBSP)

/** Minutes left now. The server counted them when it answered; less than the wall shows cannot be left. */
export function restOf(clock: ClockChip, now: Date): number {
  if (clock.state !== 'running') return clock.rest
  const wall = Math.floor((parseInstant(clock.due).getTime() - now.getTime()) / 60_000)
  return clock.rest < 0 ? clock.rest : Math.min(clock.rest, wall)
}

/** The last fifth of a norm is a warning. */
export function toneOf(clock: ClockChip, now: Date): Tone {
  if (clock.state === 'met') return 'met'
  if (clock.state === 'breached' || clock.late) return 'late'
  if (clock.state === 'paused') return 'paused'
  const rest = restOf(clock, now)
  if (rest < 0) return 'late'
  return rest * 5 <= clock.norm ? 'warn' : 'calm'
}

export function usedShare(clock: ClockChip, now: Date): number {
  if (clock.norm <= 0) return 1
  return Math.min(1, Math.max(0, 1 - restOf(clock, now) / clock.norm))
}
