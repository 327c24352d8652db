import type { Comment, HistoryEvent } from '../api/types'

export type FeedTab = 'all' | 'comments' | 'changes'
export type Entry = { key: string; at: string } & (
  | { kind: 'comment'; comment: Comment }
  | { kind: 'event'; event: HistoryEvent }
)

/**
 * One feed of two sources, newest first. While a source has older pages, nothing older than its last line is shown:
 * otherwise the middle of the story would be missing without a sign.
 */
export function entriesOf(
  tab: FeedTab,
  comments: Comment[],
  history: HistoryEvent[],
  more: { comments: boolean; history: boolean },
): Entry[] {
  const said: Entry[] = comments.map(comment => ({ kind: 'comment', key: `c/${comment.id}`, at: comment.at, comment }))
  const voted = new Set(history.filter(event => event.action === 'vote').map(reasonOf))
  const done: Entry[] = history
    .filter(event => event.action !== 'comment')
    .map(event => (event.action === 'transition' && voted.has(reasonOf(event)) ? { ...event, reason: '' } : event))
    .map(event => ({ kind: 'event', key: `e/${event.id}`, at: event.at, event }))
  if (tab === 'comments') return newestFirst(said)
  if (tab === 'changes') return newestFirst(done)
  const floors = [more.comments ? comments.at(-1)?.at : undefined, more.history ? history.at(-1)?.at : undefined]
  const floor =
    floors
      .filter(at => at !== undefined)
      .sort()
      .at(-1) ?? ''
  return newestFirst([...said, ...done].filter(entry => entry.at >= floor))
}

const newestFirst = (entries: Entry[]) => entries.sort((a, b) => (a.at < b.at ? 1 : a.at > b.at ? -1 : 0))

/** A vote and the transition that it ends in are one deed with one reason: the vote says it. */
const reasonOf = (event: HistoryEvent) => `${event.at} ${event.by} ${event.reason}`
