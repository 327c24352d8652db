import { type Condition, readCondition } from './condition'

/** The state of a list, all of it in the address: a colleague who gets the link sees the same. */
export interface ListSearch {
  view?: string // ready-made view, or id of a saved one after "~"
  f?: Condition[] // conditions; absent: as in the view
  sort?: string // "-amount"
  cols?: string[]
  q?: string
  as?: 'list' | 'board' // absent: as the view says
}

const sortPattern = /^-?[a-z_][a-z0-9_]*(?:,-?[a-z_][a-z0-9_]*)*$/i

export function readListSearch(raw: Record<string, unknown>): ListSearch {
  const search: ListSearch = {}
  if (typeof raw.view === 'string' && raw.view) search.view = raw.view
  if (Array.isArray(raw.f)) {
    search.f = raw.f.map(readCondition).filter((c): c is Condition => c !== null)
  }
  if (typeof raw.sort === 'string' && sortPattern.test(raw.sort)) search.sort = raw.sort
  if (Array.isArray(raw.cols)) search.cols = raw.cols.filter((c): c is string => typeof c === 'string')
  if (raw.q !== undefined && raw.q !== '') search.q = String(raw.q)
  if (raw.as === 'list' || raw.as === 'board') search.as = raw.as
  return search
}
