import { ActionIcon } from '@mantine/core'
import { type ClipboardEvent, type KeyboardEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { FaultBody, FieldMeta, Json } from '../api/types'
import { type Cells, isTyped, type Line } from './cell'
import { useFaultText } from './fault_text'
import css from './fields.module.css'
import { Icon } from './Icon'
import { isFigure } from './lines'
import { kindOf } from './registry'
import type { InputProps } from './types'

interface Props extends InputProps {
  columns: FieldMeta[]
  line: Line
  at: number
  count: number
  dragged: number | null
  onDrag: (at: number | null) => void
  onDropHere: () => void
  onCell: (key: string, value: Json) => void
  onEnter: (column: number) => void
  onMove: (to: number, column: number) => void
  onRemove: () => void
  onPaste: (column: number, text: string) => void
}

export function RowsLine(props: Props) {
  const { columns, at, count, dragged, onDrag, onDropHere, onMove, onRemove } = props
  const { t } = useTranslation()
  const [grip, setGrip] = useState(false)
  return (
    <tr
      draggable={grip}
      data-dragged={dragged === at || undefined}
      onDragStart={() => onDrag(at)}
      onDragEnd={() => {
        setGrip(false)
        onDrag(null)
      }}
      onDragOver={e => dragged !== null && e.preventDefault()}
      onDrop={e => {
        if (dragged === null) return
        e.preventDefault()
        onDropHere()
      }}
    >
      <td className={css.ordinal}>
        <span
          className={css.grip}
          onPointerDown={() => setGrip(true)}
          onPointerUp={() => setGrip(false)}
          title={t('fields.drag')}
        >
          {at + 1}
        </span>
      </td>
      {columns.map((column, i) => (
        <CellBox key={column.key} {...props} column={column} index={i} />
      ))}
      <td className={css.tools}>
        <ActionIcon
          size={24}
          aria-disabled={at === 0}
          onClick={() => onMove(at - 1, columns.length)}
          aria-label={t('fields.lineUp', { line: at + 1 })}
        >
          <Icon name="up" size={16} />
        </ActionIcon>
        <ActionIcon
          size={24}
          aria-disabled={at === count - 1}
          onClick={() => onMove(at + 1, columns.length)}
          aria-label={t('fields.lineDown', { line: at + 1 })}
        >
          <Icon name="down" size={16} />
        </ActionIcon>
        <ActionIcon size={24} onClick={onRemove} aria-label={t('fields.lineRemove', { line: at + 1 })}>
          <Icon name="x" size={16} />
        </ActionIcon>
      </td>
    </tr>
  )
}

function CellBox(props: Props & { column: FieldMeta; index: number }) {
  const { column, index, line, at, faults, refs, path, slug, a11y, onBlur, onCell, onEnter, onMove, onPaste } = props
  const { Input, View } = kindOf(column)
  const faultText = useFaultText()
  const fault: FaultBody | undefined = faults[`${at}.${column.key}`]
  const messageId = `${a11y.id}-${at}-${column.key}-fault`
  if (!isTyped(column)) {
    return (
      <td data-title={column.title} data-figure={isFigure(column) || undefined} data-still>
        <View field={column} value={line[column.key] ?? null} refs={refs} values={line} inline />
      </td>
    )
  }
  const keys = (e: KeyboardEvent) => {
    if (e.defaultPrevented || e.ctrlKey || e.metaKey) return
    if (e.altKey && (e.key === 'ArrowUp' || e.key === 'ArrowDown')) {
      e.preventDefault()
      onMove(at + (e.key === 'ArrowUp' ? -1 : 1), index)
    } else if (e.key === 'Enter' && e.target instanceof HTMLInputElement && !isOpenList(e.target)) {
      e.preventDefault()
      onEnter(index)
    }
  }
  const paste = (e: ClipboardEvent) => {
    const text = e.clipboardData.getData('text/plain')
    if (!/[\t\n]/.test(text.trim())) return
    e.preventDefault()
    onPaste(index, text)
  }
  return (
    <td data-title={column.title} data-figure={isFigure(column) || undefined} onKeyDown={keys} onPasteCapture={paste}>
      <Input
        field={column}
        slug={slug}
        path={`${path}.${column.key}`}
        value={line[column.key] ?? null}
        onChange={cell => onCell(column.key, cell as Json)}
        onBlur={onBlur}
        a11y={{
          id: `${a11y.id}-${at}-${column.key}`,
          'aria-label': `${column.title}, ${at + 1}`,
          ...(fault ? { 'aria-invalid': true, 'aria-describedby': messageId } : {}),
        }}
        required={false}
        faults={{}}
        refs={refs}
        cells={{ ...props.cells, ...(line as Cells) }}
        setCell={(key, cell) => onCell(key, cell as Json)}
        dense
      />
      {fault && (
        <p id={messageId} className={css.cellFault}>
          {faultText(fault)}
        </p>
      )}
    </td>
  )
}

/** Enter in an open list chooses from it. */
const isOpenList = (input: HTMLInputElement) => input.getAttribute('aria-expanded') === 'true'
