import { ActionIcon, Tooltip } from '@mantine/core'
import { useEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import type { Card, FieldMeta } from '../api/types'
import { isTyped } from '../fields/cell'
import { Icon } from '../fields/Icon'
import { kindOf } from '../fields/registry'
import { CellEditor } from './CellEditor'
import { canEdit, cellState } from './cells'
import css from './record.module.css'
import type { RecordHand } from './useRecord'

interface Props {
  field: FieldMeta
  card: Card
  hand: RecordHand
  wide?: boolean
  big?: boolean
  fresh?: boolean
  editing: boolean
  onEdit: (field: string | null) => void
}

/** One fact. Double click or the pencil edits it in place; one that cannot be changed says why. */
export function FieldCell({ field, card, hand, wide, big, fresh, editing, onEdit }: Props) {
  const { t } = useTranslation()
  const box = useRef<HTMLDivElement>(null)
  const edited = useRef(false)
  const editable = canEdit(card, field)
  const reason = cellState(card, field).reason
  const fault = card.row.faults?.[field.key]
  const { View } = kindOf(field)
  // The focus comes back to the pencil when the editor closes.
  useEffect(() => {
    if (edited.current && !editing) box.current?.querySelector('button')?.focus()
    edited.current = editing
  }, [editing])
  return (
    <div
      ref={box}
      className={css.cell}
      data-wide={wide || undefined}
      data-fresh={fresh || undefined}
      data-field={field.key}
      data-editable={editable || undefined}
    >
      <div className={css.cellHead}>
        <span className={css.cellTitle} id={`c-${field.key}-title`}>
          {field.title}
        </span>
        {editable && !editing && (
          <ActionIcon
            size={24}
            className={css.pencil}
            onClick={() => onEdit(field.key)}
            aria-label={t('record.editField', { field: field.title })}
          >
            <Icon name="pencil" size={14} />
          </ActionIcon>
        )}
        {!editable && reason && card.can.edit && isTyped(field) && (
          <Tooltip label={reason} events={{ hover: true, focus: true, touch: true }} multiline maw={320}>
            <button type="button" className={css.lock} aria-label={`${field.title}: ${reason}`}>
              <Icon name="lock" size={13} />
            </button>
          </Tooltip>
        )}
      </div>
      {editing ? (
        <CellEditor field={field} card={card} hand={hand} onClose={() => onEdit(null)} />
      ) : (
        // biome-ignore lint/a11y/noStaticElementInteractions: a shortcut of the pencil beside it, which every key and reader reaches
        <div className={css.cellValue} data-big={big || undefined} onDoubleClick={() => editable && onEdit(field.key)}>
          {fault ? (
            <span className={css.cellFault}>
              <Icon name="alert" size={14} />
              {fault}
            </span>
          ) : (
            <View
              field={field}
              value={card.row.values[field.key] ?? null}
              refs={card.refs}
              values={card.row.values}
              home={{ slug: card.row.type, id: card.row.id }}
            />
          )}
        </div>
      )}
    </div>
  )
}

/** There is a value, and it is not the reader's to see. */
export function HiddenField({ field }: { field: FieldMeta }) {
  const { t } = useTranslation()
  return (
    <div className={css.cell}>
      <div className={css.cellHead}>
        <span className={css.cellTitle}>{field.title}</span>
      </div>
      <div className={css.hiddenCell}>
        <span>{t('fields.hidden')}</span>
      </div>
    </div>
  )
}
