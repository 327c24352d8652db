import { NativeSelect } from '@mantine/core'
import IconAlertTriangleFilled from '@tabler/icons-react/dist/esm/icons/IconAlertTriangleFilled.mjs'
import { type KeyboardEvent, useRef } from 'react'
import { useMeta } from '../api/hooks'
import type { Register, Sums } from '../api/process'
import type { Json, Refs } from '../api/types'
import { useTranslation } from '../i18n'
import { dayOf } from '../i18n/format'
import { useFormat } from '../i18n/locale'
import { EmptyState, ErrorState, SkeletonRows } from '../parts'
import { type Axis, asRead, isPeriod } from './axes'
import { CellPanel } from './CellPanel'
import { balanceOf, type Cell, keyOf, matrixOf } from './matrix'
import type { RegisterSearch } from './RegisterPage'
import css from './register.module.css'
import { useNames, useSums, type Where } from './useRegister'

interface Props {
  register: Register
  rows: Axis
  cols: Axis
  where: Where
  search: RegisterSearch
  onGo: (more: Partial<RegisterSearch>) => void
}

/** Where there is something left and where it is gone: a number with its limit beside it in each cell. */
export function MatrixView({ register, rows, cols, where, search, onGo }: Props) {
  const { t } = useTranslation()
  const { types } = useMeta()
  const name = useNames(types)
  const { locale } = useFormat()
  const grid = useRef<HTMLTableElement>(null)
  const cells = useSums(register.slug, [rows.name, cols.name], where)
  const byRow = useSums(register.slug, [rows.name], where)
  const byColumn = useSums(register.slug, [cols.name], where)
  const error = cells.error ?? byRow.error ?? byColumn.error
  if (error && !cells.data)
    return (
      <ErrorState
        error={error}
        onRetry={() => void Promise.all([cells.refetch(), byRow.refetch(), byColumn.refetch()])}
      />
    )
  if (!cells.data || !byRow.data || !byColumn.data) return <SkeletonRows rows={8} height={50} />
  if (cells.data.lines.length === 0)
    return <EmptyState title={t('register.empty')}>{t('register.emptyBody')}</EmptyState>
  const refs: Refs = { ...cells.data.refs, ...byRow.data.refs, ...byColumn.data.refs }
  const valuesOf = (sums: Sums) => sums.lines.map(line => line.by[0] ?? null)
  const [down, across] = [asRead(rows, valuesOf(byRow.data)), asRead(cols, valuesOf(byColumn.data))]
  const matrix = matrixOf(cells.data, byRow.data, byColumn.data, (axis, value) =>
    name(axis === 0 ? down : across, value, refs),
  )
  const limited = matrix.total.limit !== undefined
  const show =
    register.measures.find(m => m.key === search.show)?.key ?? (limited ? '' : (register.measures[0]?.key ?? ''))
  const current = currentOf(matrix.columns, dayOf(locale.now, locale.zone))
  const openAt = (row: Json, column: Json) => onGo({ at: `${keyOf(row)}|${keyOf(column)}` })
  const open = opened(search.at, matrix.rows, matrix.columns)
  return (
    <div className={css.split} data-open={open ? true : undefined}>
      <div className={css.main}>
        <NativeSelect
          className={css.measure}
          label={t('register.show')}
          value={show}
          onChange={e => onGo({ show: e.currentTarget.value || undefined })}
          data={[
            ...(limited ? [{ value: '', label: t('register.left') }] : []),
            ...register.measures.map(m => ({ value: m.key, label: m.title })),
          ]}
        />
        {cells.data.more && <p className={css.more}>{t('register.tooMany')}</p>}
        <div className={css.scroll}>
          <table
            ref={table => {
              grid.current = table
              if (table) toCurrent(table)
            }}
            className={css.grid}
            aria-label={register.title}
            onKeyDown={walk}
          >
            <thead>
              <tr>
                <th scope="col">{rows.title}</th>
                {matrix.columns.map((column, j) => (
                  <th key={keyOf(column)} scope="col" data-current={j === current || undefined}>
                    {name(across, column, refs)}
                  </th>
                ))}
                <th scope="col" className={css.total}>
                  {t('register.total')}
                </th>
              </tr>
            </thead>
            <tbody>
              {matrix.rows.map((row, i) => (
                <tr key={keyOf(row)}>
                  <th scope="row">{name(down, row, refs)}</th>
                  {matrix.columns.map((column, j) => {
                    const cell = matrix.cell(row, column)
                    return (
                      <td key={keyOf(column)}>
                        <button
                          type="button"
                          className={css.cell}
                          data-at={`${i}/${j}`}
                          data-over={isOver(cell) || undefined}
                          aria-pressed={open?.row === row && open.column === column}
                          tabIndex={i === 0 && j === Math.max(current, 0) ? 0 : -1}
                          onClick={() => openAt(row, column)}
                        >
                          <Figure cell={cell} register={register} show={show} />
                        </button>
                      </td>
                    )
                  })}
                  <td className={css.total} data-over={isOver(matrix.row(row)) || undefined}>
                    <Figure cell={matrix.row(row)} register={register} show={show} />
                  </td>
                </tr>
              ))}
            </tbody>
            <tfoot>
              <tr>
                <th scope="row">{t('register.total')}</th>
                {matrix.columns.map(column => (
                  <td key={keyOf(column)} className={css.total}>
                    <Figure cell={matrix.column(column)} register={register} show={show} />
                  </td>
                ))}
                <td className={css.total}>
                  <Figure cell={matrix.total} register={register} show={show} />
                </td>
              </tr>
            </tfoot>
          </table>
        </div>
      </div>
      {open && (
        <CellPanel
          register={register}
          title={`${name(down, open.row, refs)} · ${name(across, open.column, refs)}`}
          cell={matrix.cell(open.row, open.column)}
          where={where}
          held={[
            [rows, open.row],
            [cols, open.column],
          ]}
          onClose={() => {
            const at = `${matrix.rows.indexOf(open.row)}/${matrix.columns.indexOf(open.column)}`
            onGo({ at: undefined })
            grid.current?.querySelector<HTMLElement>(`[data-at="${at}"]`)?.focus()
          }}
        />
      )}
    </div>
  )
}

/** The period that a day falls into: the last that has begun. */
function currentOf(columns: Json[], today: string): number {
  if (!columns.some(isPeriod)) return -1
  return columns.findLastIndex(c => isPeriod(c) && String(c) <= today)
}

/** A table opens at the present period, not at the oldest. */
function toCurrent(table: HTMLTableElement) {
  const [first, now] = [table.querySelector('th'), table.querySelector<HTMLElement>('th[data-current]')]
  const frame = table.parentElement
  if (!first || !now || !frame || frame.dataset.placed) return
  frame.dataset.placed = 'true'
  frame.scrollLeft = now.offsetLeft - first.offsetWidth
}

function opened(at: string | undefined, rows: Json[], columns: Json[]): { row: Json; column: Json } | null {
  const row = rows.find(r => at?.startsWith(`${keyOf(r)}|`))
  const column = columns.find(c => at === `${keyOf(row ?? null)}|${keyOf(c)}`)
  return row === undefined || column === undefined ? null : { row, column }
}

const isOver = (cell: Cell | undefined) => cell?.limit?.holds === false

/** Arrows go from cell to cell; only one of them is a stop of Tab. */
function walk(event: KeyboardEvent<HTMLTableElement>) {
  const from = (event.target as HTMLElement).closest<HTMLElement>('[data-at]')
  const step = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] }[event.key]
  if (!from || !step) return
  const [i = 0, j = 0] = (from.dataset.at ?? '').split('/').map(Number)
  const to = event.currentTarget.querySelector<HTMLElement>(`[data-at="${i + (step[0] ?? 0)}/${j + (step[1] ?? 0)}"]`)
  if (!to) return
  event.preventDefault()
  from.tabIndex = -1
  to.tabIndex = 0
  to.focus()
}

/** What is left and of how much, over a bar; or one measure. A hole is told in words: it is not a zero. */
function Figure({ cell, register, show }: { cell: Cell | undefined; register: Register; show: string }) {
  const { t } = useTranslation()
  const f = useFormat()
  if (!cell) return <span className={css.none}>{t('register.none')}</span>
  const short = (value: string | number) => f.decimal(String(value).replace(/\.0+$/, ''))
  if (show !== '') {
    const value = cell.measures[show]
    const currency = register.measures.find(m => m.key === show)?.currency
    if (value === null || value === undefined) return <span className={css.none}>—</span>
    return (
      <span className={css.figure} title={currency ? f.money(String(value), currency) : undefined}>
        <b data-zero={Number(value) === 0 || undefined}>{short(value)}</b>
      </span>
    )
  }
  const balance = balanceOf(cell.limit?.used, cell.limit?.cap)
  if (!balance) return <span className={css.none}>—</span>
  return (
    <>
      <span className={css.figure}>
        <b data-zero={Number(balance.left) === 0 || undefined} data-over={balance.over || undefined}>
          {balance.over && <IconAlertTriangleFilled size={12} aria-label={t('register.over')} />}
          {short(balance.left)}
        </b>
        <small>{t('register.of', { cap: short(balance.cap) })}</small>
      </span>
      <span className={css.bar} aria-hidden>
        <span
          data-over={balance.over || undefined}
          style={{ width: `${Math.min(1, Math.max(0, balance.share)) * 100}%` }}
        />
      </span>
    </>
  )
}
