import { Button } from '@mantine/core'
import { useNavigate, useSearch } from '@tanstack/react-router'
import type { TFunction } from 'i18next'
import { lazy, Suspense, useState } from 'react'
import { type InboxTab, useInbox, useMeta } from '../api/hooks'
import type { InboxItem, Refs } from '../api/types'
import { isAnyKept } from '../bulk/kept'
import { useDecided } from '../decide/pending'
import { useTranslation, withWords } from '../i18n'
import { useKeys } from '../keys/useKeys'
import { usePhone } from '../lib/screen'
import { EmptyState, ErrorState, SkeletonRows } from '../parts'
import { Page } from '../shell/Page'
import { InboxList } from './InboxList'
import classes from './inbox.module.css'
import { Pane } from './Pane'
import { Tabs } from './Tabs'

const Unfinished = lazy(withWords(() => import('../bulk/Unfinished'), 'record', 'process'))
const BulkBar = lazy(withWords(() => import('../bulk/BulkBar'), 'record', 'process'))

const tabs: readonly InboxTab[] = ['todo', 'mine', 'watch', 'overdue']

/** Everything across all types: a list at the left, the facts and the decision at the right. */
export function InboxPage() {
  const { t } = useTranslation()
  const phone = usePhone()
  const { me } = useMeta()
  const [kept, setKept] = useState(() => isAnyKept(localStorage, me.id))
  const navigate = useNavigate()
  const search = useSearch({ from: '/staff/inbox' })
  const tab = tabs.find(x => x === search.tab) ?? 'todo'
  const inbox = useInbox(tab)
  const decided = useDecided()
  const items = (inbox.data?.pages.flatMap(p => p.items) ?? []).filter(i => !decided.has(keyOf(i)))
  const refs: Refs = Object.assign({}, ...(inbox.data?.pages.map(p => p.refs) ?? []))
  const at = items.findIndex(i => keyOf(i) === search.at)
  // On a phone the list comes first; at a desk the first thing is open at once.
  const current = items[at] ?? (phone ? undefined : items[0])
  const index = current ? items.indexOf(current) : -1

  const go = (to: { tab?: InboxTab; at?: string | undefined }) =>
    navigate({ to: '/inbox', search: { tab: to.tab ?? tab, at: to.at }, replace: to.tab === undefined })
  const pick = (item: InboxItem | undefined) => item && go({ at: keyOf(item) })
  const step = (by: number) => () => pick(items[Math.min(items.length - 1, Math.max(0, index + by))])
  const [chosen, setChosen] = useState<ReadonlySet<string> | null>(null)
  const choose = (item: InboxItem | undefined) => {
    if (!item) return
    const next = new Set(chosen ?? [])
    if (!next.delete(item.id)) next.add(item.id)
    setChosen(next)
  }
  const clear = () => {
    setChosen(null)
    setKept(isAnyKept(localStorage, me.id))
  }
  const selection = tab === 'todo' ? chosen : null // kept when nothing is left: its dialog tells what came of it
  const canChoose = tab === 'todo' && items.some(item => item.action)
  useKeys({ KeyJ: step(1), ArrowDown: step(1), KeyK: step(-1), ArrowUp: step(-1) }, items.length > 0)
  useKeys({ KeyX: () => choose(current) }, canChoose)

  const pane = current && (
    <Pane
      key={keyOf(current)}
      item={current}
      refs={refs}
      onDecided={() => pick(items[index + 1] ?? items[index - 1])}
    />
  )
  if (phone && search.at && pane) {
    return (
      <Page title={t('inbox.position', { n: index + 1, total: items.length })} back={`/inbox?tab=${tab}`}>
        {pane}
      </Page>
    )
  }
  const list = () => {
    if (inbox.isPending) return <SkeletonRows rows={7} height={64} />
    if (inbox.error && items.length === 0) return <ErrorState error={inbox.error} onRetry={() => inbox.refetch()} />
    if (items.length === 0)
      return <EmptyState title={t(`inbox.empty.${tab}`)}>{t(`inbox.emptyBody.${tab}`)}</EmptyState>
    return (
      <>
        <InboxList
          items={items}
          refs={refs}
          current={current}
          onPick={pick}
          chosen={canChoose ? chosen : null}
          onChoose={choose}
        />
        {inbox.hasNextPage && (
          <Button variant="subtle" m={12} loading={inbox.isFetchingNextPage} onClick={() => inbox.fetchNextPage()}>
            {t('common.more')}
          </Button>
        )}
      </>
    )
  }
  return (
    <Page title={t('inbox.title')} hints={hints(t)}>
      <div className={classes.inbox}>
        <div className={classes.left}>
          <Tabs
            tabs={tabs}
            tab={tab}
            count={tab === 'todo' ? items.length : undefined}
            onTab={next => go({ tab: next })}
          />
          {canChoose && !chosen && (
            <button
              type="button"
              className={classes.several}
              onClick={() => setChosen(new Set())}
              aria-keyshortcuts="X"
            >
              {t('inbox.several')}
            </button>
          )}
          <Suspense>{!chosen && kept && <Unfinished place="inbox" />}</Suspense>
          <div className={classes.items} data-scroll-restoration-id="items">
            {list()}
          </div>
          <Suspense>
            {selection && <BulkBar items={items.filter(item => selection.has(item.id))} onClear={clear} />}
          </Suspense>
        </div>
        {!phone && (
          <div className={classes.right}>
            {pane || <p className={classes.pick}>{items.length > 0 && t('inbox.pick')}</p>}
          </div>
        )}
      </div>
    </Page>
  )
}

export const keyOf = (item: InboxItem) => `${item.type}/${item.id}`

const hints = (t: TFunction) => [
  { caps: ['1', '2', '3'], text: t('keys.decide') },
  { caps: ['J', 'K'], text: t('shell.hints.list') },
  { caps: ['X'], text: t('keys.select') },
  { caps: ['Z'], text: t('keys.undo') },
  { caps: ['O'], text: t('shell.hints.open') },
  { caps: ['?'], text: t('shell.hints.all') },
]
