import type { InfiniteData } from '@tanstack/react-query'
import type { ListAnswer } from '../api/types'

/** The place of a record in the list it was opened from. */
export interface Walk {
  prev: string | null
  next: string | null
  place: number
  total: number
  more: boolean
}

interface Listed {
  updated: number
  data: InfiniteData<ListAnswer> | ListAnswer | undefined
}

/** Finds the record in the list that was read last. Lists stay in the cache, so nobody has to hand them over. */
export function walkOf(lists: Listed[], id: string): Walk | null {
  const newest = [...lists].sort((a, b) => b.updated - a.updated)
  for (const { data } of newest) {
    const pages = data && 'pages' in data ? data.pages : data ? [data] : []
    const ids = pages.flatMap(page => page.rows?.map(row => row.id) ?? [])
    const at = ids.indexOf(id)
    if (at < 0) continue
    return {
      prev: ids[at - 1] ?? null,
      next: ids[at + 1] ?? null,
      place: at + 1,
      total: ids.length,
      more: Boolean(pages.at(-1)?.next),
    }
  }
  return null
}
