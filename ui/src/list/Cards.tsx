import { Link } from '@tanstack/react-router'
import { useVirtualizer } from '@tanstack/react-virtual'
import { type RefObject, useEffect } from 'react'
import type { FieldMeta, Refs, Row, TypeMeta } from '../api/types'
import { RowClock } from '../clock/RowClock'
import { useTranslation } from '../i18n'
import { Cell } from './Cell'
import { type Column, stateField } from './columns'
import classes from './list.module.css'

interface Props {
  type: TypeMeta
  columns: Column[]
  rows: Row[]
  refs: Refs
  onEnd: () => void
  scroll: RefObject<HTMLDivElement | null>
}

/** Phone: a row becomes a card; secondary columns become its second line. */
export function Cards({ type, columns, rows, refs, onEnd, scroll }: Props) {
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroll.current,
    estimateSize: () => 96,
    overscan: 8,
  })
  const last = virtual.range?.endIndex ?? 0
  useEffect(() => {
    if (rows.length > 0 && last >= rows.length - 15) onEnd()
  }, [last, rows.length, onEnd])
  const parts = partsOf(columns, type)
  return (
    <div ref={scroll} className={classes.scroll}>
      <ul className={classes.rows} style={{ height: virtual.getTotalSize() }} aria-label={type.plural}>
        {virtual.getVirtualItems().map(item => {
          const row = rows[item.index]
          return row ? (
            <li
              key={row.id}
              ref={virtual.measureElement}
              data-index={item.index}
              className={classes.card}
              style={{ transform: `translateY(${item.start}px)` }}
            >
              <Card row={row} type={type} refs={refs} parts={parts} />
            </li>
          ) : null
        })}
      </ul>
    </div>
  )
}

interface Parts {
  state?: FieldMeta | undefined
  date?: FieldMeta | undefined
  sum?: FieldMeta | undefined
  rest: FieldMeta[]
}

function partsOf(columns: Column[], type: TypeMeta): Parts {
  const fields = columns.filter(c => !c.title).map(c => c.field)
  const state = type.states.length > 0 ? fields.find(f => f.key === stateField) : undefined
  const sum = fields.find(f => f.kind === 'money')
  const date = fields.find(f => f.kind === 'date' || f.kind === 'instant')
  const taken = new Set([state, sum, date])
  return { state, date, sum, rest: fields.filter(f => !taken.has(f)).slice(0, 2) }
}

function Card({ row, type, refs, parts }: { row: Row; type: TypeMeta; refs: Refs; parts: Parts }) {
  const { t } = useTranslation()
  const draw = (field: FieldMeta) => <Cell field={field} row={row} type={type} refs={refs} />
  return (
    <Link to="/t/$slug/$id" params={{ slug: type.slug, id: row.id }} search={{}} className={classes.cardLink}>
      {(parts.state || parts.date || row.clock) && (
        <span className={classes.cardLine}>
          <span>{parts.state && draw(parts.state)}</span>
          <span className={classes.muted}>
            {row.clock ? <RowClock clock={row.clock} /> : parts.date && draw(parts.date)}
          </span>
        </span>
      )}
      <span className={classes.cardTitle}>{String(row.values[type.titleField] ?? '') || `(${t('common.empty')})`}</span>
      <span className={classes.cardLine}>
        <span className={classes.cardRest}>
          {parts.rest.map(field => (
            <span key={field.key}>{draw(field)}</span>
          ))}
        </span>
        <b className={classes.cardSum}>{parts.sum && draw(parts.sum)}</b>
      </span>
    </Link>
  )
}
