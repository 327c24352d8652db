import { Button } from '@mantine/core'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Outlet, useNavigate, useParams } from '@tanstack/react-router'
import { useCallback, useEffect, useRef, useState } from 'react'
import { api } from '../../api/client'
import { isFault } from '../../api/fault'
import { useMeta } from '../../api/hooks'
import { useTopic } from '../../api/realtime'
import { useTranslation } from '../../i18n'
import { LocaleProvider, useFormat } from '../../i18n/locale'
import { EmptyState, ErrorState, SkeletonRows } from '../../parts'
import { DraftStore } from '../draft/store'
import type { Author, Config, Draft } from '../draft/types'
import './mantine'
import { StudioContext } from './context'
import { Frame } from './Frame'
import { NoRight } from './NoRight'
import { liveDraft, rememberDraft } from './remember'

/** The Studio: one draft, loaded whole, with everything that is designed in it. */
export function StudioRoot() {
  const { me, lang, currencies } = useMeta()
  return (
    <LocaleProvider lang={me.prefs.lang ?? lang} zone={me.zone} currencies={currencies}>
      {me.design ? <Loaded /> : <NoRight />}
    </LocaleProvider>
  )
}

const configKey = ['studio', 'config'] as const
const loadConfig = () => api.get<Config>('/config')

function Loaded() {
  const { t } = useTranslation()
  const { draft: id = liveDraft } = useParams({ strict: false })
  const live = useQuery({ queryKey: configKey, queryFn: loadConfig, staleTime: Number.POSITIVE_INFINITY })
  const draft = useQuery({
    queryKey: ['studio', 'draft', id],
    queryFn: () => (id === liveDraft ? null : api.get<Draft>(`/config/drafts/${id}`)),
    staleTime: 0,
    gcTime: 0,
    refetchOnWindowFocus: false,
  })
  const error = live.error ?? draft.error
  if (isFault(draft.error) && draft.error.status === 404) return <Gone />
  if (error) return <ErrorState error={error} title={t('studio.failed')} onRetry={() => void live.refetch()} />
  if (!live.data || draft.data === undefined) return <SkeletonRows rows={8} height={48} />
  return <InWork id={id} live={live.data} draft={draft.data} />
}

function Gone() {
  const { t } = useTranslation()
  const navigate = useNavigate()
  useEffect(() => rememberDraft(liveDraft), [])
  return (
    <main>
      <EmptyState
        main
        title={t('studio.noDraft')}
        actions={
          <Button onClick={() => void navigate({ to: '/studio/$draft', params: { draft: liveDraft } })}>
            {t('studio.toLive')}
          </Button>
        }
      >
        {t('studio.noDraftBody')}
      </EmptyState>
    </main>
  )
}

function InWork({ id, live, draft }: { id: string; live: Config; draft: Draft | null }) {
  const store = useStore(id, live, draft)
  useNews(store)
  return (
    <StudioContext value={store}>
      <Frame>
        <Outlet />
      </Frame>
    </StudioContext>
  )
}

/** A store for each draft. The draft that the first change begins goes on in the same store. */
function useStore(id: string, live: Config, draft: Draft | null): DraftStore {
  const { t } = useTranslation()
  const f = useFormat()
  const navigate = useNavigate()
  const client = useQueryClient()
  const born = useRef<string | null>(null)
  const make = () =>
    new DraftStore(
      live,
      draft,
      () => t('studio.newDraft', { day: f.instant(new Date().toISOString()) }),
      fresh => {
        born.current = fresh
        client.setQueryData(['studio', 'draft', fresh], store.get().draft)
        void client.invalidateQueries({ queryKey: ['studio', 'drafts'] })
        void navigate({ to: '.', params: old => ({ ...old, draft: fresh }), search: true, replace: true })
      },
    )
  const [state, setState] = useState<{ id: string; store: DraftStore }>(() => ({ id, store: make() }))
  let { store } = state
  if (state.id !== id) {
    if (born.current !== id) {
      store = make()
    }
    born.current = null
    setState({ id, store })
  }
  useEffect(() => () => store.dispose(), [store])
  useEffect(() => rememberDraft(id), [id])
  return store
}

/** What colleagues save and publish is heard at once. */
function useNews(store: DraftStore): void {
  const client = useQueryClient()
  const { me } = useMeta()
  const onDraft = useCallback(
    (message: { draft: string; revision: number; by: Author }) => {
      void client.invalidateQueries({ queryKey: ['studio', 'drafts'] })
      const { draft } = store.get()
      const mine = message.by?.id === me.id && draft && message.revision <= draft.revision
      if (draft && message.draft === draft.id && !mine) void store.refresh().catch(() => {})
    },
    [client, store, me.id],
  )
  const onConfig = useCallback(async () => {
    const live = await client.fetchQuery({ queryKey: configKey, queryFn: loadConfig, staleTime: 0 })
    const { draft } = store.get()
    const fresh = draft ? await api.get<Draft>(`/config/drafts/${draft.id}`).catch(() => null) : null
    store.moveOn(live, fresh)
  }, [client, store])
  useTopic('kontora/drafts', onDraft)
  useTopic('kontora/config', onConfig)
}
