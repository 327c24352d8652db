import { useTranslation } from 'react-i18next'
import type { FieldMeta, Refs } from '../api/types'
import { type Line, linesOf } from './cell'
import { Empty } from './Empty'
import css from './fields.module.css'
import { isFigure, totalsOf } from './lines'
import { kindOf } from './registry'
import type { ViewProps } from './types'

/** Line items for reading: a table, on a phone a card for each line. */
export function RowsView({ field, value, refs, inline }: ViewProps) {
  const { t } = useTranslation()
  const lines = linesOf(value)
  const columns = (field.columns ?? []).filter(
    column => column.widget !== 'hidden' && lines.some(line => line[column.key] !== undefined),
  )
  if (lines.length === 0) return <Empty />
  if (inline) return <span>{t('fields.lines', { count: lines.length })}</span>
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a wide table scrolls, so the keyboard has to reach it
    <section className={css.tableBox} tabIndex={0} aria-label={field.title}>
      <table className={css.table} aria-label={field.title}>
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
          </tr>
        </thead>
        <tbody>
          {lines.map((line, i) => (
            <tr key={line.id}>
              <td className={css.ordinal}>{i + 1}</td>
              {columns.map(column => (
                <td key={column.key} data-title={column.title} data-figure={isFigure(column) || undefined}>
                  <LineCell column={column} line={line} refs={refs} />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
        <Totals columns={columns} lines={lines} refs={refs} />
      </table>
    </section>
  )
}

function LineCell({ column, line, refs }: { column: FieldMeta; line: Line; refs: Refs }) {
  const { View } = kindOf(column)
  return <View field={column} value={line[column.key] ?? null} refs={refs} values={line} inline />
}

/** The sum row, only under columns where a sum tells something. */
export function Totals({
  columns,
  lines,
  refs,
  tail,
}: {
  columns: FieldMeta[]
  lines: Line[]
  refs: Refs
  tail?: boolean
}) {
  const { t } = useTranslation()
  const totals = totalsOf(columns, lines)
  const first = columns.findIndex(column => column.key in totals)
  if (first < 0) return null
  const sample = lines[0] ?? ({ id: '' } as Line)
  return (
    <tfoot>
      <tr>
        <th scope="row" colSpan={first + 1}>
          {t('fields.total')}
        </th>
        {columns.slice(first).map(column => (
          <td key={column.key} data-figure data-title={column.title} data-bare={!(column.key in totals) || undefined}>
            {column.key in totals && (
              <LineCell column={column} line={{ ...sample, [column.key]: totals[column.key] ?? null }} refs={refs} />
            )}
          </td>
        ))}
        {tail && <td data-bare />}
      </tr>
    </tfoot>
  )
}
