import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { FieldMeta, HistoryEvent, Json, Refs, TypeMeta, Values } from '../api/types'
import { isEmpty } from '../fields/cell'
import { kindOf } from '../fields/registry'
import { cutText, type DiffPart, partsOf } from './diff'
import css from './feed.module.css'

interface Props {
  type: TypeMeta
  event: Pick<HistoryEvent, 'action' | 'diff' | 'hidden'>
  refs: Refs
  /** Values now: an old amount is read in the currency of its record. */
  values: Values
}

/** Field | old, struck → new. Nothing is «пусто»; a long text, and all that a record began with, open in place. */
export function DiffLines({ type, event, refs, values }: Props) {
  const { t } = useTranslation()
  const [opened, setOpened] = useState(event.action !== 'create')
  const lines = event.diff.flatMap(change => {
    const field = type.fields.find(f => f.key === change.field) ?? plain(change.field, change.title)
    return partsOf(field, change.old, change.new).map((part, i) => ({
      part,
      title: change.title,
      key: `${change.field}/${i}`,
    }))
  })
  if (lines.length === 0 && event.hidden === 0) return null
  if (!opened) {
    return (
      <button type="button" className={css.expand} onClick={() => setOpened(true)}>
        {t('record.event.begun', { count: event.diff.length + event.hidden })}
      </button>
    )
  }
  return (
    <div className={css.diffs}>
      {lines.map(({ part, title, key }) => (
        <DiffLine key={key} part={part} title={title} refs={refs} values={values} />
      ))}
      {event.hidden > 0 && <p className={css.hidden}>{t('record.event.hidden', { count: event.hidden })}</p>}
    </div>
  )
}

const plain = (key: string, title: string): FieldMeta => ({ key, title, kind: 'text' })

function DiffLine({ part, title, refs, values }: { part: DiffPart; title: string; refs: Refs; values: Values }) {
  const { t } = useTranslation()
  if (part.kind === 'count') {
    const told = [
      part.added && t('record.rowAdded', { count: part.added }),
      part.removed && t('record.rowRemoved', { count: part.removed }),
    ]
    return (
      <div className={css.diff}>
        <span className={css.diffField}>{title}</span>
        <span>{told.filter(Boolean).join(', ')}</span>
      </div>
    )
  }
  const name = part.line ? `${title}: ${t('record.rowLine', { line: part.line, field: part.field.title })}` : title
  return (
    <div className={css.diff}>
      <span className={css.diffField}>{name}</span>
      <span className={css.diffValues}>
        <Side field={part.field} value={part.old} refs={refs} values={{ ...values, ...part.oldHome }} side="old" />
        <span aria-hidden className={css.arrow}>
          →
        </span>
        <Side field={part.field} value={part.new} refs={refs} values={{ ...values, ...part.newHome }} side="new" />
      </span>
    </div>
  )
}

function Side({
  field,
  value,
  refs,
  values,
  side,
}: {
  field: FieldMeta
  value: Json
  refs: Refs
  values: Values
  side: 'old' | 'new'
}) {
  const { t } = useTranslation()
  const { View } = kindOf(field)
  const word = <span className="k-vh">{t(side === 'old' ? 'record.was' : 'record.now')}: </span>
  if (isEmpty(value)) {
    return (
      <span className={css.blank}>
        {word}
        {t('record.empty')}
      </span>
    )
  }
  const Mark = side === 'old' ? 'del' : 'ins'
  return (
    <Mark className={css[side]}>
      {word}
      {field.kind === 'text' && typeof value === 'string' ? (
        <LongText text={value} />
      ) : (
        <View field={field} value={value} refs={refs} values={values} inline />
      )}
    </Mark>
  )
}

function LongText({ text }: { text: string }) {
  const { t } = useTranslation()
  const [open, setOpen] = useState(false)
  const { shown, cut } = cutText(text)
  if (!cut) return text
  return (
    <>
      {open ? text : shown}{' '}
      <button type="button" className={css.expand} aria-expanded={open} onClick={() => setOpen(!open)}>
        {t(open ? 'record.fold' : 'record.expand')}
      </button>
    </>
  )
}
