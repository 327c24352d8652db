export type AbsencePhase = 'ahead' | 'now' | 'over'

/** Both days belong to an absence; one without an end goes on. Days are "yyyy-mm-dd" and compare as they are written. */
export function phaseOf(from: string, to: string | null, today: string): AbsencePhase {
  if (today < from.slice(0, 10)) return 'ahead'
  return to && today > to.slice(0, 10) ? 'over' : 'now'
}
