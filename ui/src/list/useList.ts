import { keepPreviousData, useInfiniteQuery, useQuery, useQueryClient } from '@tanstack/react-query'
import { useCallback, useMemo, useRef, useState } from 'react'
import { api } from '../api/client'
import { keys } from '../api/keys'
import { useWork, type WorkEvent } from '../api/realtime'
import type { ListAnswer, Refs, Row } from '../api/types'
import { spaced } from '../lib/spaced'

const pageSize = 60
const encode = encodeURIComponent

export interface Counted {
  count: number
  exact: boolean
}

export type ListParams = Record<string, string>

/** Rows of a list, page after page as one scrolls. What is shown stays while the next answer is on its way. */
export function useRows(slug: string, params: ListParams, enabled = true, limit = pageSize) {
  const query = useInfiniteQuery({
    queryKey: keys.list(slug, params),
    queryFn: ({ pageParam, signal }) =>
      api.get<ListAnswer>(`/lists/${encode(slug)}`, { ...params, cursor: pageParam, limit }, signal),
    initialPageParam: null as string | null,
    getNextPageParam: last => last.next,
    placeholderData: keepPreviousData,
    enabled,
  })
  const pages = query.data?.pages
  const rows = useMemo(() => unique(pages?.flatMap(p => p.rows) ?? []), [pages])
  const refs = useMemo(() => Object.assign({}, ...(pages?.map(p => p.refs) ?? [])) as Refs, [pages])
  return { query, rows, refs, searched: pages?.at(-1)?.searched }
}

/** A record that moved between two pages while one scrolled stands in both: the first place counts. */
function unique(rows: Row[]): Row[] {
  const seen = new Set<string>()
  return rows.filter(r => !seen.has(r.id) && seen.add(r.id))
}

export const countQuery = (slug: string, params: ListParams) => {
  const { sort: _, ...rest } = params
  return {
    queryKey: keys.count(slug, rest),
    queryFn: () => api.get<Counted>(`/counts/${encode(slug)}`, rest),
    staleTime: 60_000,
  }
}

export const useCount = (slug: string, params: ListParams, enabled = true) =>
  useQuery({ ...countQuery(slug, params), enabled })

/**
 * Records of this type that others changed meanwhile. The list does not move under the hand:
 * it is read again at once only when `calm` says that nothing would jump.
 */
export function useFresh(slug: string, calm: () => boolean) {
  const client = useQueryClient()
  const [changed, setChanged] = useState<ReadonlySet<string>>(new Set())
  const isCalm = useRef(calm)
  isCalm.current = calm
  const show = useCallback(() => {
    setChanged(new Set())
    // Only the first page is kept: the rest is read again as one scrolls.
    client.setQueriesData<{ pages: unknown[]; pageParams: unknown[] }>({ queryKey: keys.list(slug) }, data =>
      data ? { pages: data.pages.slice(0, 1), pageParams: data.pageParams.slice(0, 1) } : data,
    )
    client.invalidateQueries({ queryKey: keys.list(slug) })
    client.invalidateQueries({ queryKey: keys.count(slug) })
  }, [client, slug])
  const onWork = useMemo(() => {
    const take = spaced<string>(ids => {
      if (isCalm.current()) show()
      else setChanged(old => new Set([...old, ...ids]))
    })
    return (event: WorkEvent) => event.type === slug && take(event.id)
  }, [slug, show])
  useWork(onWork)
  return { changed: changed.size, show }
}
