import { type KeyboardEvent, type ReactNode, useEffect, useRef } from 'react'
import { useTranslation } from '../../i18n'
import { softHyphens } from '../../lib/hyphen'
import { PhaseGlyph } from '../../parts'
import css from './access.module.css'
import { Face, faceSaid } from './Face'
import { stepFrom } from './grid'
import { type Face as CellFace, type Column, idOf, powerOf } from './matrix'
import { RowHead } from './RowHead'
import type { AccessRow } from './types'

export interface GridProps {
  label: string
  rows: AccessRow[]
  columns: Column[]
  face: (row: AccessRow, column: Column) => CellFace
  changed: Set<string>
  open: { row: string; column: string } | null
  onOpen: (row: string, column: string) => void
  corner?: string // what stands in the rows, when it is not who
  head?: (row: AccessRow) => ReactNode
}

/** Who has what, as a table: arrows go from cell to cell, only one of which is a stop of Tab. */
export function Grid({ label, rows, columns, face, changed, open, onOpen, corner, head }: GridProps) {
  const { t } = useTranslation()
  const table = useRef<HTMLTableElement>(null)
  const last = useRef({ row: 0, column: 0 })
  useEffect(() => {
    const { row, column } = last.current
    const stop = cellOf(table.current, row, column) ?? cellOf(table.current, 0, 0)
    for (const cell of table.current?.querySelectorAll<HTMLElement>('[data-at]') ?? [])
      cell.tabIndex = cell === stop ? 0 : -1
  })

  function walk(event: KeyboardEvent) {
    const from = spotOf(event.target)
    const far = event.ctrlKey || event.metaKey
    const to = from && stepFrom(from, event.key, { rows: rows.length, columns: columns.length }, far)
    const cell = to && cellOf(table.current, to.row, to.column)
    if (!cell) return
    event.preventDefault()
    cell.focus()
    const [row, column] = [rows[to.row], columns[to.column]]
    if (open && row && column) onOpen(row.key, column.key)
  }

  return (
    <table
      ref={table}
      className={css.grid}
      aria-label={label}
      onKeyDown={walk}
      onFocus={e => {
        const spot = spotOf(e.target)
        if (!spot) return
        const before = cellOf(table.current, last.current.row, last.current.column)
        if (before) before.tabIndex = -1
        last.current = spot
        e.target.tabIndex = 0
      }}
    >
      <thead>
        <tr>
          <th scope="col">{corner ?? t('studioAccess.who')}</th>
          {columns.map(column => (
            <th key={column.key} scope="col" data-phase={column.phase}>
              {column.phase && <PhaseGlyph phase={column.phase} size={14} />}
              <span>{softHyphens(column.vote ? t('studioAccess.voteOf', { step: column.title }) : column.title)}</span>
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map((row, i) => (
          <tr key={row.key}>
            <th scope="row">{head ? head(row) : <RowHead row={row} />}</th>
            {columns.map((column, j) => {
              const shown = face(row, column)
              const isNew = changed.has(idOf(row.key, column.key))
              const said = [`${row.title}, ${column.title}: ${faceSaid(shown, t)}`]
              if (isNew) said.push(t('studioAccess.said.changed'))
              return (
                <td key={column.key} data-power={powerOf(shown)} data-hidden={shown.hidden || undefined}>
                  <button
                    type="button"
                    className={css.cell}
                    data-at={`${i}/${j}`}
                    data-cell={idOf(row.key, column.key)}
                    aria-pressed={open?.row === row.key && open.column === column.key}
                    onClick={() => onOpen(row.key, column.key)}
                  >
                    <span className="k-vh">{said.join(', ')}</span>
                    <Face face={shown} />
                    {isNew && <span className={css.dot} aria-hidden />}
                  </button>
                </td>
              )
            })}
          </tr>
        ))}
      </tbody>
    </table>
  )
}

const cellOf = (table: HTMLElement | null, row: number, column: number) =>
  table?.querySelector<HTMLElement>(`[data-at="${row}/${column}"]`) ?? null

function spotOf(target: EventTarget) {
  const at = (target as HTMLElement).closest<HTMLElement>('[data-at]')?.dataset.at
  if (!at) return null
  const [row = 0, column = 0] = at.split('/').map(Number)
  return { row, column }
}
