import type { Condition } from '../list/condition'
import { readListSearch } from '../list/search'

/** The state of the summary, all of it in the address. */
export interface SummarySearch {
  type?: string // slug of the only type that is shown
  f?: Condition[]
  period?: string // a name, or "from..to"
  by?: string // what figures are broken down by, where they can be; "-" nothing
}

export function readSummarySearch(raw: Record<string, unknown>): SummarySearch {
  const search: SummarySearch = {}
  for (const key of ['type', 'period', 'by'] as const) {
    const value = raw[key]
    if (typeof value === 'string' && value) search[key] = value
  }
  const { f } = readListSearch(raw)
  if (f) search.f = f
  return search
}
