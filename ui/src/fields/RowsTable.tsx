import { Button } from '@mantine/core'
import { useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { type Cell, linesOf } from './cell'
import css from './fields.module.css'
import { Icon } from './Icon'
import { addLine, isFigure, moveLine, pasteLines, removeLine, setCell, widthOf } from './lines'
import { RowsLine } from './RowsLine'
import { Totals } from './RowsView'
import type { InputProps } from './types'

/**
 * Line items for typing. Enter goes to the next line and adds one after the last, Alt+↑↓ moves a line,
 * a table copied from a spreadsheet can be pasted into any cell.
 */
export function RowsTable(props: InputProps) {
  const { field, value, onChange, refs, a11y } = props
  const { t } = useTranslation()
  const table = useRef<HTMLTableElement>(null)
  const [dragged, setDragged] = useState<number | null>(null)
  const [said, setSaid] = useState('')
  const lines = linesOf(value)
  const columns = (field.columns ?? []).filter(column => column.widget !== 'hidden')
  const set = (next: typeof lines) => onChange(next as unknown as Cell)

  const focusCell = (line: number, column: number) =>
    requestAnimationFrame(() => {
      const row = table.current?.tBodies[0]?.rows[line]
      row?.cells[column + 1]?.querySelector<HTMLElement>('input, textarea, button')?.focus()
    })
  const add = (column = firstTyped(columns)) => {
    set(addLine(lines))
    focusCell(lines.length, column)
  }
  const move = (from: number, to: number, column = 0) => {
    if (to < 0 || to >= lines.length) return
    set(moveLine(lines, from, to))
    setSaid(t('fields.moved', { from: from + 1, to: to + 1 }))
    focusCell(to, column)
  }
  const remove = (at: number) => {
    set(removeLine(lines, at))
    setSaid(t('fields.removed', { line: at + 1 }))
    if (lines.length > 1) focusCell(Math.min(at, lines.length - 2), 0)
  }

  return (
    <div className={css.rows}>
      {lines.length > 0 && (
        <div className={css.tableBox}>
          <table
            ref={table}
            className={css.table}
            data-edit
            aria-label={field.title}
            aria-describedby={a11y['aria-describedby']}
          >
            <colgroup>
              <col className={css.ordinalCol} />
              {columns.map(column => (
                <col key={column.key} style={{ width: widthOf(column) }} />
              ))}
              <col className={css.toolsCol} />
            </colgroup>
            <thead>
              <tr>
                <th scope="col" className={css.ordinal}>
                  №
                </th>
                {columns.map(column => (
                  <th key={column.key} scope="col" data-figure={isFigure(column) || undefined}>
                    {column.title}
                  </th>
                ))}
                <th scope="col">
                  <span className={css.unseen}>{t('fields.lineTools')}</span>
                </th>
              </tr>
            </thead>
            <tbody>
              {lines.map((line, at) => (
                <RowsLine
                  key={line.id}
                  {...props}
                  columns={columns}
                  line={line}
                  at={at}
                  count={lines.length}
                  dragged={dragged}
                  onDrag={setDragged}
                  onDropHere={() => dragged !== null && move(dragged, at)}
                  onCell={(key, cell) => set(setCell(lines, at, key, cell))}
                  onEnter={column => (at + 1 < lines.length ? focusCell(at + 1, column) : add(column))}
                  onMove={(to, column) => move(at, to, column)}
                  onRemove={() => remove(at)}
                  onPaste={(column, text) => set(pasteLines(lines, at, column, columns, text))}
                />
              ))}
            </tbody>
            <Totals columns={columns} lines={lines} refs={refs} tail />
          </table>
        </div>
      )}
      <Button
        id={a11y.id}
        variant="default"
        className={css.addLine}
        leftSection={<Icon name="plus" size={16} />}
        onClick={() => add()}
        aria-describedby={a11y['aria-describedby']}
      >
        {t('fields.addLine')}
      </Button>
      <span role="status" className={css.unseen}>
        {said}
      </span>
    </div>
  )
}

const firstTyped = (columns: { readOnly?: boolean }[]) =>
  Math.max(
    0,
    columns.findIndex(column => !column.readOnly),
  )
