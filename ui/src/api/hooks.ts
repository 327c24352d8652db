import { useInfiniteQuery, useQuery, useQueryClient, useSuspenseQuery } from '@tanstack/react-query'
import { createContext, useCallback, useContext } from 'react'
import { api } from './client'
import { keys } from './keys'
import type {
  Action,
  ApiKey,
  Card,
  Comment,
  HistoryAnswer,
  Home,
  InboxAnswer,
  Meta,
  Notice,
  RefInfo,
  Refs,
  RelatedAnswer,
  Saved,
  SavedView,
  SearchHit,
  TypeMeta,
} from './types'

const enc = encodeURIComponent
const recordPath = (area: string, slug: string, id: string) => `/${area}/${enc(slug)}/${enc(id)}`

export const metaQuery = {
  queryKey: keys.meta,
  queryFn: () => api.get<Meta>('/meta'),
  staleTime: Number.POSITIVE_INFINITY, // realtime tells when the configuration changes
}

/** What the configuration says to me. The shell loads it before any screen. */
export function useMeta(): Meta {
  return useSuspenseQuery(metaQuery).data
}

export function useType(slug: string): TypeMeta | undefined {
  return useMeta().types.find(t => t.slug === slug)
}

export interface Counts {
  open: Record<string, number>
  inbox: number
  mentions: number
}

export const useCounts = () => useQuery({ queryKey: keys.counts, queryFn: () => api.get<Counts>('/counts') })

export const useHome = () => useQuery({ queryKey: keys.home, queryFn: () => api.get<Home>('/home') })

export type InboxTab = 'todo' | 'mine' | 'watch' | 'overdue'

export const useInbox = (tab: InboxTab) =>
  useInfiniteQuery({
    queryKey: keys.inbox(tab),
    queryFn: ({ pageParam }) => api.get<InboxAnswer>('/inbox', { tab, cursor: pageParam }),
    initialPageParam: null as string | null,
    getNextPageParam: last => last.next,
  })

export const useCard = (slug: string, id: string) =>
  useQuery({
    queryKey: keys.card(slug, id),
    queryFn: ({ signal }) => api.get<Card>(recordPath('card', slug, id), {}, signal),
    enabled: id !== '',
    // What is refused may hang on more than the record: whoever comes back from a file may acknowledge it.
    staleTime: query => (query.state.data?.actions.some(action => !action.allowed) ? 0 : 15_000),
  })

export interface ActionsAnswer {
  revision: number
  actions: Action[]
}

export const actionsQuery = (slug: string, id: string) => ({
  queryKey: keys.actions(slug, id),
  queryFn: () => api.get<ActionsAnswer>(recordPath('actions', slug, id)),
})

export const useHistory = (slug: string, id: string) =>
  useInfiniteQuery({
    queryKey: keys.history(slug, id),
    queryFn: ({ pageParam }) => api.get<HistoryAnswer>(recordPath('history', slug, id), { cursor: pageParam }),
    initialPageParam: null as string | null,
    getNextPageParam: last => last.next,
  })

/** What points at a record; asked when the card stands. */
export const useRelated = (slug: string, id: string) =>
  useQuery({ queryKey: keys.related(slug, id), queryFn: () => api.get<RelatedAnswer>(recordPath('related', slug, id)) })

export interface CommentsAnswer {
  comments: Comment[]
  refs: Refs
  next: string | null
}

export const useComments = (slug: string, id: string) =>
  useInfiniteQuery({
    queryKey: keys.comments(slug, id),
    queryFn: ({ pageParam }) => api.get<CommentsAnswer>(recordPath('comments', slug, id), { cursor: pageParam }),
    initialPageParam: null as string | null,
    getNextPageParam: last => last.next,
  })

export interface OptionsAnswer {
  options: RefInfo[]
  more: boolean
}

export interface OptionsQuestion {
  field: string
  q: string
  values?: object // typed so far
  id?: string | undefined // of the stored record
  transition?: string | undefined
}

/** Who answers for a form that is not in force; its key tells one answer from another. */
export interface OptionsOf {
  key: unknown
  ask: (asked: OptionsQuestion, signal: AbortSignal) => Promise<OptionsAnswer>
}

export const OptionsContext = createContext<OptionsOf | null>(null)

export function useOptions(slug: string, asked: OptionsQuestion, enabled = true) {
  const other = useContext(OptionsContext)
  return useQuery({
    queryKey: other ? [...keys.options(slug, asked), other.key] : keys.options(slug, asked),
    queryFn: ({ signal }) => {
      if (other) return other.ask(asked, signal)
      const values = asked.values && JSON.stringify(asked.values)
      return api.get<OptionsAnswer>(`/options/${enc(slug)}`, { ...asked, values }, signal)
    },
    enabled,
    placeholderData: old => old,
  })
}

export interface SearchAnswer {
  hits: SearchHit[]
  more: boolean
}

export const useSearch = (q: string) =>
  useQuery({
    queryKey: keys.search(q),
    queryFn: ({ signal }) => api.get<SearchAnswer>('/search', { q }, signal),
    enabled: q.length > 1,
    placeholderData: old => old,
  })

export const useViews = () =>
  useQuery({ queryKey: keys.views, queryFn: () => api.get<{ views: SavedView[] }>('/views').then(a => a.views) })

export interface NoticesAnswer {
  items: Notice[]
  unread: number
  next: string | null
}

export const useNotices = () =>
  useInfiniteQuery({
    queryKey: keys.notices,
    queryFn: ({ pageParam }) => api.get<NoticesAnswer>('/notifications', { cursor: pageParam }),
    initialPageParam: null as string | null,
    getNextPageParam: last => last.next,
  })

export const useApiKeys = () =>
  useQuery({ queryKey: keys.apiKeys, queryFn: () => api.get<{ keys: ApiKey[] }>('/keys').then(a => a.keys) })

export interface TransitionBody {
  fields?: object
  comment?: string
  revision: number
  force?: boolean
}

/** Runs a transition; the answer carries the new card. */
export function runTransition(
  slug: string,
  id: string,
  transition: string,
  body: TransitionBody,
  options: Parameters<typeof api.post>[2] = {},
): Promise<Saved> {
  return api.post<Saved>(`/${enc(slug)}/${enc(id)}/${enc(transition)}`, body, options)
}

/** Puts a saved card where it is shown, and has everything that counts it asked again. */
export function useSaved() {
  const client = useQueryClient()
  return useCallback(
    async (slug: string, saved: Saved): Promise<void> => {
      client.setQueryData(keys.card(slug, saved.id), saved.card)
      const touched = [
        keys.actions(slug, saved.id),
        keys.history(slug, saved.id),
        keys.sheet(slug, saved.id),
        keys.clocks(slug, saved.id),
        keys.list(slug),
        keys.count(slug),
        keys.inbox(),
        keys.home,
        keys.counts,
      ]
      await Promise.all(touched.map(queryKey => client.invalidateQueries({ queryKey })))
    },
    [client],
  )
}
