import { dayOf, parseInstant } from '../i18n/format'

export type Urgency = 'late' | 'soon' | 'calm'

const soonMs = 4 * 3_600_000

/** Late, due within four hours, or later. */
export function urgencyOf(deadline: string, now: Date): Urgency {
  const left = parseInstant(deadline).getTime() - now.getTime()
  if (left < 0) return 'late'
  return left < soonMs ? 'soon' : 'calm'
}

export const isToday = (deadline: string, now: Date, zone: string) =>
  dayOf(parseInstant(deadline), zone) === dayOf(now, zone)
