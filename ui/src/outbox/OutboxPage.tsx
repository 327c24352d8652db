import { Button, SegmentedControl } from '@mantine/core'
import '@mantine/core/styles/FloatingIndicator.layer.css'
import '@mantine/core/styles/SegmentedControl.layer.css'
import { notifications } from '@mantine/notifications'
import { useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { api } from '../api/client'
import { errorText } from '../api/fault'
import { keys } from '../api/keys'
import type { Outbox, Outgoing, OutgoingState } from '../api/process'
import type { RefInfo, Refs } from '../api/types'
import { useTranslation } from '../i18n'
import { useFormat } from '../i18n/locale'
import { EmptyState, ErrorState, PersonName, SkeletonRows } from '../parts'
import { personOf } from '../record/people'
import { Page } from '../shell/Page'
import css from './outbox.module.css'

const states: readonly OutgoingState[] = ['dead', 'queued', 'dropped', 'sent']

/** What did not leave the program, for administrators: letters and effects of hooks, since when, why; and another try. What letters say stays with their reader. */
export function OutboxPage() {
  const { t } = useTranslation()
  const { t: common } = useTranslation()
  const [state, setState] = useState<OutgoingState>('dead')
  const outbox = useInfiniteQuery({
    queryKey: keys.outbox(state),
    queryFn: ({ pageParam }) => api.get<Outbox>('/outbox', { state, cursor: pageParam }),
    initialPageParam: null as string | null,
    getNextPageParam: last => last.next,
  })
  const items = outbox.data?.pages.flatMap(p => p.items) ?? []
  const refs: Refs = Object.assign({}, ...(outbox.data?.pages.map(p => p.refs) ?? []))
  const list = () => {
    if (outbox.error && items.length === 0)
      return <ErrorState error={outbox.error} onRetry={() => void outbox.refetch()} />
    if (outbox.isPending) return <SkeletonRows rows={6} />
    if (items.length === 0) return <EmptyState title={t(`outbox.empty.${state}`)}>{t('outbox.emptyBody')}</EmptyState>
    return (
      <>
        <ul className={css.items}>
          {items.map(item => (
            <One key={item.id} item={item} refs={refs} />
          ))}
        </ul>
        {outbox.hasNextPage && (
          <Button variant="subtle" loading={outbox.isFetchingNextPage} onClick={() => void outbox.fetchNextPage()}>
            {common('common.more')}
          </Button>
        )}
      </>
    )
  }
  return (
    <Page title={t('outbox.title')} back="/">
      <div className={css.page}>
        <p className={css.about}>{t('outbox.about')}</p>
        <SegmentedControl
          className={css.states}
          aria-label={t('outbox.state')}
          value={state}
          onChange={value => setState(value as OutgoingState)}
          data={states.map(value => ({ value, label: t(`outbox.states.${value}`) }))}
        />
        {list()}
      </div>
    </Page>
  )
}

function One({ item, refs }: { item: Outgoing; refs: Refs }) {
  const { t } = useTranslation()
  const { t: common } = useTranslation()
  const f = useFormat()
  const client = useQueryClient()
  const isEffect = item.kind === 'effect'
  const settle = useMutation({
    mutationFn: (how: 'resend' | 'discard') => api.post(`/outbox/${item.id}/${how}`),
    onSuccess: (_, how) => {
      const resent = isEffect ? 'outbox.resentEffect' : 'outbox.resent'
      notifications.show({ message: t(how === 'resend' ? resent : 'outbox.discarded') })
      for (const state of states) void client.invalidateQueries({ queryKey: keys.outbox(state) })
    },
    onError: error => notifications.show({ color: 'red', message: errorText(error, common) }),
  })
  const whom = isEffect ? t('outbox.hook', { place: item.place }) : (personOf(item.to, refs)?.title ?? '')
  return (
    <li className={css.item}>
      <div className={css.what}>
        {isEffect ? (
          <RecordLink info={item.record ? refs[item.record] : undefined} />
        ) : (
          <PersonName person={personOf(item.to, refs)} size={24} />
        )}
        <small>
          {isEffect ? whom : t(item.kind === 'push' ? 'outbox.push' : 'outbox.mail')} ·{' '}
          {t(isEffect ? 'outbox.changed' : 'outbox.since', { when: f.instant(item.at) })} ·{' '}
          {t('outbox.tries', { count: item.tries })}
          {item.state === 'queued' && item.next && ` · ${t('outbox.next', { when: f.instant(item.next) })}`}
        </small>
        {item.reason && (
          <code className={css.reason}>{isKnown(item.reason) ? t(`outbox.reasons.${item.reason}`) : item.reason}</code>
        )}
      </div>
      {(item.state === 'dead' || item.state === 'dropped') && (
        <div className={css.ways}>
          {item.state === 'dead' && (
            <Button
              variant="subtle"
              size="sm"
              disabled={settle.isPending}
              onClick={() => settle.mutate('discard')}
              aria-label={`${t('outbox.discard')}: ${whom}`}
            >
              {t('outbox.discard')}
            </Button>
          )}
          <Button
            variant="default"
            size="sm"
            disabled={settle.isPending}
            onClick={() => settle.mutate('resend')}
            aria-label={`${t('outbox.resend')}: ${whom}`}
          >
            {t('outbox.resend')}
          </Button>
        </div>
      )}
    </li>
  )
}

/** Why it did not leave, where neither a hook nor a server of mail has said it. */
const reasons = [
  ...(['handler_gone', 'hook_depth', 'cut_off', 'out_of_time', 'promise_open'] as const),
  ...(['gone', 'unseen', 'read', 'unwanted', 'no_mail', 'no_address', 'no_device', 'discarded'] as const),
]
const isKnown = (reason: string): reason is (typeof reasons)[number] => reasons.some(known => known === reason)

function RecordLink({ info }: { info?: RefInfo }) {
  const { t } = useTranslation()
  if (!info || info.gone) return <span>{t('common.gone')}</span>
  return (
    <Link to="/t/$slug/$id" params={{ slug: info.type, id: info.id }} search={{}}>
      {info.title}
    </Link>
  )
}
