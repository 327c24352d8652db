import IconMove from '@tabler/icons-react/dist/esm/icons/IconArrowRight.mjs'
import IconMessage from '@tabler/icons-react/dist/esm/icons/IconMessage.mjs'
import { Link } from '@tanstack/react-router'
import { type DragEvent, memo, type ReactNode } from 'react'
import type { FieldMeta, Refs, Row, TypeMeta } from '../api/types'
import { useTranslation } from '../i18n'
import { nameBeside } from '../lib/name'
import { isOwed } from '../lib/phase'
import { Cell } from '../list/Cell'
import { stateField } from '../list/columns'
import css from './board.module.css'
import type { Parts } from './lanes'

interface Props {
  type: TypeMeta
  row: Row
  refs: Refs
  parts: Parts
  current: boolean // the one stop of Tab in its column
  pending: boolean // on its way: the server has not answered yet
  draggable: boolean
  asking: boolean // its menu is open
  onDrag: (row: Row | null) => void
  onAsk: (row: Row) => void
  menu: ReactNode
}

/** Counted and ticked values say nothing without their name. */
const named = new Set(['bool', 'integer', 'decimal', 'date', 'instant', 'file'])

export const BoardCard = memo(function BoardCard(props: Props) {
  const { t } = useTranslation()
  const { type, row, refs, parts, current } = props
  const number = parts.number ? String(row.values[parts.number.key] ?? '') : ''
  const full = String(row.values[type.titleField] ?? '') || `(${t('common.empty')})`
  const title = nameBeside(number, full)
  const draw = (field: FieldMeta) => <Cell field={field} row={row} type={type} refs={refs} />
  // A deadline that is met is a date like any other.
  const owed = isOwed(type.states.find(state => state.key === row.values[stateField])?.phase)
  const due = parts.due && owed && isFilled(row, parts.due) ? parts.due : null
  const sum = parts.sum && isFilled(row, parts.sum) ? parts.sum : null
  const rest = [...parts.rest, ...(parts.due && !owed ? [parts.due] : [])].filter(f => isFilled(row, f))
  const start = (event: DragEvent) => {
    event.dataTransfer.effectAllowed = 'move'
    event.dataTransfer.setData('text/plain', `${location.origin}/t/${type.slug}/${row.id}`)
    // The picture under the pointer is taken now; the board may change its look only afterwards.
    setTimeout(() => props.onDrag(row))
  }
  return (
    <li
      className={css.card}
      data-card={row.id}
      data-pending={props.pending || undefined}
      aria-busy={props.pending || undefined}
      draggable={props.draggable && !props.pending}
      onDragStart={start}
      onDragEnd={() => props.onDrag(null)}
    >
      <div className={css.cardTop}>
        <span className={css.number}>{number}</span>
        {row.comments ? (
          <span className={css.comments} title={t('list.comments', { count: row.comments })}>
            <IconMessage size={14} stroke={1.7} aria-hidden />
            {row.comments}
          </span>
        ) : null}
        <button
          type="button"
          className={css.move}
          aria-label={t('board.move', { title })}
          title={t('board.moveTitle')}
          aria-haspopup="dialog"
          aria-expanded={props.asking}
          aria-keyshortcuts="M"
          tabIndex={current ? 0 : -1}
          onClick={() => props.onAsk(row)}
        >
          <IconMove size={16} stroke={1.8} aria-hidden />
        </button>
        {props.menu}
      </div>
      <Link
        to="/t/$slug/$id"
        params={{ slug: type.slug, id: row.id }}
        search={{}}
        preload={false}
        className={css.title}
        tabIndex={current ? 0 : -1}
        draggable={false}
        data-link
      >
        {title}
      </Link>
      {rest.length > 0 && (
        <div className={css.rest}>
          {rest.map(f => (
            <span key={f.key} title={f.title}>
              <span className={named.has(f.kind) ? css.label : 'k-vh'}>{f.title}: </span>
              {draw(f)}
            </span>
          ))}
        </div>
      )}
      {(parts.state || due) && (
        <div className={css.facts}>
          {parts.state && draw(parts.state)}
          {due && draw(due)}
        </div>
      )}
      {(parts.person || sum) && (
        <div className={css.foot}>
          <span className={css.person}>{parts.person && draw(parts.person)}</span>
          {sum && <b className={css.sum}>{draw(sum)}</b>}
        </div>
      )}
    </li>
  )
})

function isFilled(row: Row, field: FieldMeta): boolean {
  const value = row.values[field.key]
  const none = value === null || value === undefined || value === '' || value === false
  return row.hidden?.includes(field.key) === true || !(none || (Array.isArray(value) && value.length === 0))
}
