/** Periods that people name; days are inclusive, `YYYY-MM-DD`. */
export const periodNames = ['all', 'week', 'month', 'last', 'quarter', 'year', 'own'] as const
export type PeriodName = (typeof periodNames)[number]

export interface Period {
  from: string
  to: string
}

const day = (year: number, month: number, date: number) =>
  new Date(Date.UTC(year, month, date)).toISOString().slice(0, 10)

/** The days of a named period around today; null where none is meant. */
export function periodOf(name: PeriodName, today: string): Period | null {
  const [year, month, date] = today.split('-').map(Number) as [number, number, number]
  const m = month - 1
  const quarter = m - (m % 3)
  switch (name) {
    case 'week': {
      const monday = date - ((new Date(`${today}T00:00:00Z`).getUTCDay() + 6) % 7)
      return { from: day(year, m, monday), to: day(year, m, monday + 6) }
    }
    case 'month':
      return { from: day(year, m, 1), to: day(year, m + 1, 0) }
    case 'last':
      return { from: day(year, m - 1, 1), to: day(year, m, 0) }
    case 'quarter':
      return { from: day(year, quarter, 1), to: day(year, quarter + 3, 0) }
    case 'year':
      return { from: day(year, 0, 1), to: day(year, 12, 0) }
    default:
      return null
  }
}
