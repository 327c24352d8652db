import { useQuery } from '@tanstack/react-query'
import { api } from '../api/client'
import type { ListAnswer, Refs, Row } from '../api/types'
import type { ListParams } from '../list/useList'

/** So many rows go on paper; more is nothing that people read. */
export const mostRows = 2000
const pageSize = 200

/** All rows of a list up to that many, read page after page. */
export const useWhole = (slug: string, params: ListParams) =>
  useQuery({
    queryKey: ['print', slug, params],
    queryFn: async ({ signal }) => {
      const rows: Row[] = []
      const refs: Refs = {}
      let cursor: string | null = null
      do {
        const page: ListAnswer = await api.get<ListAnswer>(
          `/lists/${encodeURIComponent(slug)}`,
          { ...params, cursor, limit: pageSize },
          signal,
        )
        rows.push(...page.rows)
        Object.assign(refs, page.refs)
        cursor = page.next
      } while (cursor && rows.length < mostRows)
      return { rows: rows.slice(0, mostRows), refs, more: cursor !== null || rows.length > mostRows }
    },
    staleTime: 0,
    gcTime: 0,
  })
