import { Button, SegmentedControl } from '@mantine/core'
import '@mantine/core/styles/FloatingIndicator.layer.css'
import '@mantine/core/styles/SegmentedControl.layer.css'
import { notifications } from '@mantine/notifications'
import { useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { api } from '../api/client'
import { errorText } from '../api/fault'
import { keys } from '../api/keys'
import type { Letter, LetterState, Outbox } from '../api/process'
import type { Refs } from '../api/types'
import { useTranslation } from '../i18n'
import { useFormat } from '../i18n/locale'
import { EmptyState, ErrorState, PersonName, SkeletonRows } from '../parts'
import { personOf } from '../record/people'
import { Page } from '../shell/Page'
import css from './outbox.module.css'

const states: readonly LetterState[] = ['dead', 'queued', 'dropped', 'sent']

/** Letters that did not arrive, for administrators: to whom, since when, why; and another try. What they say stays with their reader. */
export function OutboxPage() {
  const { t } = useTranslation()
  const { t: common } = useTranslation()
  const [state, setState] = useState<LetterState>('dead')
  const outbox = useInfiniteQuery({
    queryKey: keys.outbox(state),
    queryFn: ({ pageParam }) => api.get<Outbox>('/outbox', { state, cursor: pageParam }),
    initialPageParam: null as string | null,
    getNextPageParam: last => last.next,
  })
  const letters = outbox.data?.pages.flatMap(p => p.letters) ?? []
  const refs: Refs = Object.assign({}, ...(outbox.data?.pages.map(p => p.refs) ?? []))
  const list = () => {
    if (outbox.error && letters.length === 0)
      return <ErrorState error={outbox.error} onRetry={() => void outbox.refetch()} />
    if (outbox.isPending) return <SkeletonRows rows={6} />
    if (letters.length === 0) return <EmptyState title={t(`outbox.empty.${state}`)}>{t('outbox.emptyBody')}</EmptyState>
    return (
      <>
        <ul className={css.letters}>
          {letters.map(letter => (
            <One key={letter.id} letter={letter} refs={refs} />
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
          onChange={value => setState(value as LetterState)}
          data={states.map(value => ({ value, label: t(`outbox.states.${value}`) }))}
        />
        {list()}
      </div>
    </Page>
  )
}

function One({ letter, refs }: { letter: Letter; refs: Refs }) {
  const { t } = useTranslation()
  const { t: common } = useTranslation()
  const f = useFormat()
  const client = useQueryClient()
  const resend = useMutation({
    mutationFn: () => api.post(`/outbox/${letter.id}/resend`),
    onSuccess: () => {
      notifications.show({ message: t('outbox.resent') })
      for (const state of states) void client.invalidateQueries({ queryKey: keys.outbox(state) })
    },
    onError: error => notifications.show({ color: 'red', message: errorText(error, common) }),
  })
  return (
    <li className={css.letter}>
      <div className={css.who}>
        <PersonName person={personOf(letter.to, refs)} size={24} />
        <small>
          {t(letter.kind === 'push' ? 'outbox.push' : 'outbox.mail')} ·{' '}
          {t('outbox.since', { when: f.instant(letter.at) })} · {t('outbox.tries', { count: letter.tries })}
          {letter.state === 'queued' && letter.next && ` · ${t('outbox.next', { when: f.instant(letter.next) })}`}
        </small>
        {letter.reason && <code className={css.reason}>{letter.reason}</code>}
      </div>
      {(letter.state === 'dead' || letter.state === 'dropped') && (
        <Button
          variant="default"
          size="sm"
          loading={resend.isPending}
          onClick={() => resend.mutate()}
          aria-label={`${t('outbox.resend')}: ${personOf(letter.to, refs)?.title ?? ''}`}
        >
          {t('outbox.resend')}
        </Button>
      )}
    </li>
  )
}
