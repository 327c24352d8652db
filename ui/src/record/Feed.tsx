import { Button } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { type KeyboardEvent, type RefObject, useCallback, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useComments, useHistory, useMeta } from '../api/hooks'
import { keys } from '../api/keys'
import { useTopic } from '../api/realtime'
import type { Card, Comment, Refs, TypeMeta } from '../api/types'
import { ErrorState, SkeletonRows } from '../parts'
import { Composer } from './Composer'
import { CommentItem, EventItem } from './FeedItem'
import { type Entry, entriesOf, type FeedTab } from './feed'
import css from './feed.module.css'

const tabs: FeedTab[] = ['all', 'comments', 'changes']

interface Props {
  type: TypeMeta
  card: Card
  composer: RefObject<HTMLTextAreaElement | null>
}

/** What was said and done, newest first. */
export function Feed({ type, card, composer }: Props) {
  const { t } = useTranslation()
  const { me } = useMeta()
  const client = useQueryClient()
  const [tab, setTab] = useState<FeedTab>('all')
  const [reply, setReply] = useState<Comment | null>(null)
  const { type: slug, id } = card.row
  const comments = useComments(slug, id)
  const history = useHistory(slug, id)
  const onComment = useCallback(
    () => void client.invalidateQueries({ queryKey: keys.comments(slug, id) }),
    [client, slug, id],
  )
  useTopic(`kontora/comments/${slug}/${id}`, onComment)

  const said = comments.data?.pages.flatMap(page => page.comments) ?? []
  const done = history.data?.pages.flatMap(page => page.events) ?? []
  const refs: Refs = Object.assign(
    {},
    card.refs,
    ...(comments.data?.pages ?? []).map(p => p.refs),
    ...(history.data?.pages ?? []).map(p => p.refs),
  )
  const entries = entriesOf(tab, said, done, { comments: comments.hasNextPage, history: history.hasNextPage })
  const asked = tab === 'comments' ? [comments] : tab === 'changes' ? [history] : [comments, history]
  const failed = asked.find(query => query.error && !query.data)
  const older = asked.filter(query => query.hasNextPage)
  const count: Record<FeedTab, number> = { all: 0, comments: Math.max(card.row.comments ?? 0, said.length), changes: 0 }
  const titles: Record<FeedTab, string> = {
    all: t('record.tabAll'),
    comments: t('record.tabComments'),
    changes: t('record.tabChanges'),
  }

  const walk = (e: KeyboardEvent) => {
    const step = e.key === 'ArrowRight' ? 1 : e.key === 'ArrowLeft' ? -1 : 0
    const next = tabs[tabs.indexOf(tab) + step]
    if (!step || !next) return
    setTab(next)
    document.getElementById(`feed-${next}`)?.focus()
  }
  const answer = (comment: Comment) => {
    setReply(comment)
    composer.current?.focus()
  }
  return (
    <section className={css.feed} aria-label={t('record.tabs')}>
      <div className={css.head}>
        <div role="tablist" aria-label={t('record.tabs')} className={css.tabs} onKeyDown={walk}>
          {tabs.map(key => (
            <button
              key={key}
              id={`feed-${key}`}
              type="button"
              role="tab"
              aria-selected={tab === key}
              aria-controls="feed-panel"
              tabIndex={tab === key ? 0 : -1}
              className={css.tab}
              onClick={() => setTab(key)}
            >
              {titles[key]} {count[key] > 0 && <span>{count[key]}</span>}
            </button>
          ))}
        </div>
        <span className={css.order}>{t('record.newestFirst')}</span>
      </div>
      {card.can.comment && tab !== 'changes' && (
        <Composer type={type} card={card} reply={reply} onReply={setReply} box={composer} />
      )}
      <div id="feed-panel" role="tabpanel" aria-labelledby={`feed-${tab}`}>
        {failed ? (
          <ErrorState error={failed.error} title={t('record.feedFailed')} onRetry={() => void failed.refetch()} />
        ) : asked.some(query => query.isPending) ? (
          <SkeletonRows rows={4} height={52} />
        ) : (
          <Entries
            entries={entries}
            type={type}
            card={card}
            refs={refs}
            me={me.id}
            said={said}
            onReply={answer}
            empty={t(tab === 'comments' ? 'record.commentsEmpty' : 'record.feedEmpty')}
          />
        )}
        {older.length > 0 && (
          <Button
            variant="subtle"
            onClick={() => older.forEach(query => void query.fetchNextPage())}
            loading={older.some(query => query.isFetchingNextPage)}
          >
            {t('record.older')}
          </Button>
        )}
      </div>
    </section>
  )
}

interface EntriesProps {
  entries: Entry[]
  type: TypeMeta
  card: Card
  refs: Refs
  me: string
  said: Comment[]
  empty: string
  onReply: (comment: Comment) => void
}

function Entries({ entries, type, card, refs, me, said, empty, onReply }: EntriesProps) {
  if (entries.length === 0) return <p className={css.nothing}>{empty}</p>
  return (
    <ol className={css.items}>
      {entries.map(entry =>
        entry.kind === 'comment' ? (
          <CommentItem
            key={entry.key}
            comment={entry.comment}
            parent={said.find(c => c.id === entry.comment.reply)}
            refs={refs}
            me={me}
            home={{ slug: type.slug, id: card.row.id }}
            onReply={onReply}
          />
        ) : (
          <EventItem key={entry.key} event={entry.event} type={type} values={card.row.values} refs={refs} me={me} />
        ),
      )}
    </ol>
  )
}
