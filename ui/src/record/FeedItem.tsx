import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import type { Comment, HistoryEvent, Refs, TypeMeta, Values } from '../api/types'
import { Avatar, InstantText, StatusChip } from '../parts'
import { CommentFiles } from './CommentFiles'
import { DiffLines } from './DiffLines'
import css from './feed.module.css'
import { readComment } from './mention'
import { personOf } from './people'

interface Shared {
  refs: Refs
  me: string
}

function Frame({ by, at, refs, children }: Shared & { by: string | null; at: string; children: React.ReactNode }) {
  const { t } = useTranslation()
  const person = personOf(by, refs)
  const name = by ? person?.title || t('fields.gone') : t('record.system')
  return (
    <li className={css.item}>
      <Avatar name={name} id={person?.id ?? 'system'} size={26} />
      <div className={css.itemBody}>{children}</div>
      <span className={css.when}>
        <InstantText value={at} words />
      </span>
    </li>
  )
}

function Name({ by, refs, plain }: { by: string | null; refs: Refs; plain?: boolean }) {
  const { t } = useTranslation()
  const name = by ? personOf(by, refs)?.title || t('fields.gone') : t('record.system')
  return plain ? <span>{name}</span> : <b className={css.name}>{name}</b>
}

export function CommentItem({
  comment,
  parent,
  home,
  onReply,
  ...shared
}: Shared & {
  comment: Comment
  parent?: Comment | undefined
  home: { slug: string; id: string }
  onReply: (comment: Comment) => void
}) {
  const { t } = useTranslation()
  return (
    <Frame by={comment.by} at={comment.at} {...shared}>
      <Name by={comment.by} refs={shared.refs} />
      {comment.edited && <span className={css.quiet}> · {t('record.edited')}</span>}
      {parent && (
        <p className={css.quote}>
          {personOf(parent.by, shared.refs)?.title}:{' '}
          {plainText(parent.text).slice(0, 120) || parent.files.map(file => file.title).join(', ')}
        </p>
      )}
      {comment.text && <CommentText text={comment.text} me={shared.me} />}
      <CommentFiles files={comment.files} home={{ ...home, comment: comment.id }} />
      <button type="button" className={css.replyLink} onClick={() => onReply(comment)}>
        {t('record.reply')}
      </button>
    </Frame>
  )
}

export const plainText = (text: string) =>
  readComment(text)
    .map(piece => (piece.kind === 'text' ? piece.text : `@${piece.name}`))
    .join('')

function CommentText({ text, me }: { text: string; me: string }) {
  return (
    <p className={css.text}>
      {readComment(text).map((piece, i) =>
        piece.kind === 'text' ? (
          <span key={i}>{piece.text}</span>
        ) : (
          <span key={i} className={css.mention} data-you={piece.id === me || undefined}>
            @{piece.name}
          </span>
        ),
      )}
    </p>
  )
}

export function EventItem({
  event,
  type,
  values,
  ...shared
}: Shared & { event: HistoryEvent; type: TypeMeta; values: Values }) {
  const { t } = useTranslation()
  const from = type.states.find(state => state.key === event.from)
  const to = type.states.find(state => state.key === event.to)
  return (
    <Frame by={event.by} at={event.at} {...shared}>
      <p>
        <What event={event} /> — <Name by={event.by} refs={shared.refs} plain />
        {event.behalf && (
          <>
            {' '}
            {t('record.behalf')} <Name by={event.behalf} refs={shared.refs} />
          </>
        )}
        {to && event.from !== event.to && (
          <span className={css.states}>
            {from && (
              <>
                <StatusChip phase={from.phase} title={from.title} />
                <span aria-hidden>→</span>
              </>
            )}
            <StatusChip phase={to.phase} title={to.title} />
          </span>
        )}
      </p>
      {event.reason && <p className={css.reason}>«{event.reason}»</p>}
      {event.twin && (
        <p className={css.quiet}>
          {t('record.event.twin')}{' '}
          <Link to="/t/$slug/$id" params={{ slug: event.twin.type, id: event.twin.id }}>
            {event.twin.title}
          </Link>
        </p>
      )}
      {event.cause && (
        <p className={css.quiet}>
          {t('record.event.cause')}{' '}
          <Link to="/t/$slug/$id" params={{ slug: event.cause.type, id: event.cause.id }}>
            {event.cause.title}
          </Link>
        </p>
      )}
      <DiffLines type={type} event={event} refs={shared.refs} values={values} />
    </Frame>
  )
}

/** What was done comes first and names nobody's sex: «Согласовать — Ольга Литвинова», «Правка, 2 поля — …». */
function What({ event }: { event: HistoryEvent }) {
  return <b className={css.name}>{useWhat(event)}</b>
}

function useWhat(event: HistoryEvent): string {
  const { t } = useTranslation()
  switch (event.action) {
    case 'transition':
      return (event.title ?? '').replace(/…$/, '')
    case 'edit':
      return t('record.event.edit', { count: event.diff.length + event.hidden })
    case 'create':
      return t('record.event.created')
    case 'archive':
      return t('record.event.archive')
    case 'restore':
      return t('record.event.restore')
    case 'duplicate':
      return t('record.event.duplicate')
    case 'migrate':
      return t('record.event.migrate')
    default:
      return event.title ?? t('record.event.happened')
  }
}
