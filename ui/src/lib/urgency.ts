import { dayOf, parseInstant } from '../i18n/format'

export type Urgency = 'late' | 'soon' | 'calm'

const soonMs = 4 * 3_600_000

/** The last moment of a deadline; one that is a day ends with that day. */
export const dueMoment = (deadline: string): Date =>
  deadline.length === '2026-03-26'.length ? new Date(`${deadline}T23:59:59`) : parseInstant(deadline)

/** Late, due within four hours, or later. */
export function urgencyOf(deadline: string, now: Date): Urgency {
  const left = dueMoment(deadline).getTime() - now.getTime()
  if (left < 0) return 'late'
  return left < soonMs ? 'soon' : 'calm'
}

export const isToday = (deadline: string, now: Date, zone: string) =>
  dayOf(parseInstant(deadline), zone) === dayOf(now, zone)
