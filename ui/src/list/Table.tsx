import { Checkbox } from '@mantine/core'
import IconArrowDown from '@tabler/icons-react/dist/esm/icons/IconArrowDown.mjs'
import IconArrowUp from '@tabler/icons-react/dist/esm/icons/IconArrowUp.mjs'
import IconMessage from '@tabler/icons-react/dist/esm/icons/IconMessage.mjs'
import { Link } from '@tanstack/react-router'
import { useVirtualizer, type Virtualizer } from '@tanstack/react-virtual'
import { type MouseEvent, memo, type RefObject, useEffect } from 'react'
import { useMeta } from '../api/hooks'
import type { Refs, Row, TypeMeta } from '../api/types'
import { RowClock } from '../clock/RowClock'
import { useTranslation } from '../i18n'
import { Cell } from './Cell'
import { type Column, commonCurrency } from './columns'
import classes from './list.module.css'
import type { Selection } from './selection'

export interface TableProps {
  type: TypeMeta
  columns: Column[]
  rows: Row[]
  refs: Refs
  sort: string
  onSort: (key: string) => void
  current: number
  onCurrent: (index: number) => void
  selection: Selection
  onSelect: (id: string, range: boolean) => void
  onSelectAll: () => void
  onEnd: () => void
  rowHeight: number
  total: number | undefined // for the screen reader
  scroll: RefObject<HTMLDivElement | null>
}

const rowId = (row: Row) => `row-${row.id}`

/** The rows that are in sight, of any number. One stop of Tab; rows are walked by J, K and the arrows. */
export function Table(props: TableProps) {
  const { t } = useTranslation()
  const { type, columns, rows, current, rowHeight, scroll, onEnd } = props
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroll.current,
    estimateSize: () => rowHeight,
    overscan: 12,
    scrollPaddingStart: 32,
    scrollPaddingEnd: 48,
  })
  useRowHeight(virtual, rowHeight)
  const last = virtual.range?.endIndex ?? 0
  useEffect(() => {
    if (rows.length > 0 && last >= rows.length - 20) onEnd()
  }, [last, rows.length, onEnd])
  useEffect(() => {
    if (current >= 0) virtual.scrollToIndex(current, { align: 'auto' })
  }, [current, virtual])

  useEdges(scroll)
  const template = `40px ${columns.map(c => c.width).join(' ')} 12px`
  const active = rows[current]
  return (
    <>
      <div
        ref={scroll}
        className={classes.scroll}
        data-scroll-restoration-id="rows"
        role="grid"
        aria-label={type.plural}
        aria-rowcount={props.total ?? -1}
        aria-colcount={columns.length + 1}
        aria-multiselectable
        aria-activedescendant={active ? rowId(active) : undefined}
        tabIndex={0}
      >
        <div className={classes.canvas} style={{ minWidth: minWidth(columns) }}>
          <Head {...props} template={template} />
          <div role="rowgroup" className={classes.rows} style={{ height: virtual.getTotalSize() }}>
            {virtual.getVirtualItems().map(item => {
              const row = rows[item.index]
              if (!row) return null
              return (
                <TableRow
                  key={row.id}
                  row={row}
                  index={item.index}
                  top={item.start}
                  template={template}
                  type={type}
                  columns={columns}
                  refs={props.refs}
                  currencies={currencies(columns, rows)}
                  isCurrent={item.index === current}
                  isSelected={props.selection.ids.has(row.id)}
                  onCurrent={props.onCurrent}
                  onSelect={props.onSelect}
                  label={t('list.selectRow', { title: String(row.values[type.titleField] ?? row.id) })}
                />
              )
            })}
          </div>
        </div>
      </div>
      <div className={classes.edge} aria-hidden />
    </>
  )
}

/** Says on the scroller whether columns lie beyond its sides: the title stays, a shade shows that there is more. */
function useEdges(scroll: RefObject<HTMLDivElement | null>) {
  useEffect(() => {
    const box = scroll.current
    if (!box) return
    const tell = () => {
      box.toggleAttribute('data-before', box.scrollLeft > 0)
      box.toggleAttribute('data-beyond', box.scrollLeft + box.clientWidth < box.scrollWidth - 1)
    }
    tell()
    box.addEventListener('scroll', tell, { passive: true })
    const watch = new ResizeObserver(tell)
    watch.observe(box)
    if (box.firstElementChild) watch.observe(box.firstElementChild)
    return () => {
      box.removeEventListener('scroll', tell)
      watch.disconnect()
    }
  }, [scroll])
}

function useRowHeight(virtual: Virtualizer<HTMLDivElement, Element>, rowHeight: number) {
  // biome-ignore lint/correctness/useExhaustiveDependencies: rows are measured anew when their height changes
  useEffect(() => virtual.measure(), [rowHeight, virtual])
}

const minWidth = (columns: Column[]) =>
  52 + columns.reduce((sum, c) => sum + Number(/(\d+(?:\.\d+)?)px/.exec(c.width)?.[1] ?? 120), 0)

const remembered = new WeakMap<Row[], Record<string, string>>()

/** Computed once for a set of rows, not for each row drawn. */
function currencies(columns: Column[], rows: Row[]): Record<string, string> {
  let known = remembered.get(rows)
  if (!known) {
    known = {}
    remembered.set(rows, known)
  }
  for (const { field } of columns) known[field.key] ??= commonCurrency(field, rows)
  return known
}

function Head({ columns, rows, sort, onSort, selection, onSelectAll, template }: TableProps & { template: string }) {
  const { t } = useTranslation()
  const { currencies: known } = useMeta()
  const all = rows.length > 0 && rows.every(r => selection.ids.has(r.id))
  const heads = currencies(columns, rows)
  return (
    <div role="rowgroup" className={classes.headGroup}>
      <div role="row" aria-rowindex={1} className={classes.head} style={{ gridTemplateColumns: template }}>
        <div role="columnheader" className={classes.check}>
          <Checkbox
            size="xs"
            aria-label={t('list.selectAll')}
            checked={all}
            indeterminate={!all && selection.ids.size > 0}
            onChange={onSelectAll}
          />
        </div>
        {columns.map(({ field, right, title: isTitle }) => {
          const order = sort === field.key ? 'ascending' : sort === `-${field.key}` ? 'descending' : 'none'
          const code = heads[field.key] ?? ''
          const symbol = known[code]?.symbol ?? code
          const title = code && !field.title.endsWith(symbol) ? `${field.title}, ${symbol}` : field.title
          return (
            <div
              key={field.key}
              role="columnheader"
              aria-sort={order}
              className={classes.headCell}
              data-stays={isTitle || undefined}
              data-right={right || undefined}
              data-sorted={order !== 'none' || undefined}
            >
              {field.sortable ? (
                <button type="button" className={classes.sort} onClick={() => onSort(field.key)} title={title}>
                  <span>{title}</span>
                  {order === 'ascending' && <IconArrowUp size={13} aria-hidden />}
                  {order === 'descending' && <IconArrowDown size={13} aria-hidden />}
                </button>
              ) : (
                <span title={title}>{title}</span>
              )}
            </div>
          )
        })}
        <div role="presentation" />
      </div>
    </div>
  )
}

interface RowProps {
  row: Row
  index: number
  top: number
  template: string
  type: TypeMeta
  columns: Column[]
  refs: Refs
  currencies: Record<string, string>
  isCurrent: boolean
  isSelected: boolean
  onCurrent: (index: number) => void
  onSelect: (id: string, range: boolean) => void
  label: string
}

const TableRow = memo(function TableRow(props: RowProps) {
  const { row, index, type, columns, isCurrent, isSelected, onCurrent, onSelect } = props
  // Not prevented: the browser would take the mark back after it has been drawn.
  const onCheck = (event: MouseEvent) => onSelect(row.id, event.shiftKey)
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the grid has the keys
    <div
      role="row"
      id={rowId(row)}
      aria-rowindex={index + 2}
      aria-selected={isSelected}
      tabIndex={-1}
      data-current={isCurrent || undefined}
      data-selected={isSelected || undefined}
      className={classes.row}
      style={{ gridTemplateColumns: props.template, transform: `translateY(${props.top}px)` }}
      onClick={() => onCurrent(index)}
    >
      {/* biome-ignore lint/a11y/useKeyWithClickEvents: X selects the row */}
      <div role="gridcell" className={classes.check} tabIndex={-1} onClick={onCheck}>
        <Checkbox size="xs" tabIndex={-1} aria-label={props.label} checked={isSelected} readOnly />
      </div>
      {columns.map(({ field, right, title }) => (
        <div
          key={field.key}
          role="gridcell"
          tabIndex={-1}
          className={classes.cell}
          data-stays={title || undefined}
          data-right={right || undefined}
        >
          {title ? (
            <Title row={row} type={type} />
          ) : (
            <Cell field={field} row={row} type={type} refs={props.refs} currency={props.currencies[field.key]} />
          )}
        </div>
      ))}
      <div role="presentation" />
    </div>
  )
})

/** The name leads to the card; a middle click opens it beside. */
function Title({ row, type }: { row: Row; type: TypeMeta }) {
  const { t } = useTranslation()
  const title = String(row.values[type.titleField] ?? '') || `(${t('common.empty')})`
  return (
    <>
      <Link
        to="/t/$slug/$id"
        params={{ slug: type.slug, id: row.id }}
        search={{}}
        preload={false}
        className={classes.title}
        title={title}
        tabIndex={-1}
      >
        {title}
      </Link>
      <RowClock clock={row.clock} tight />
      {row.comments ? (
        <span className={classes.comments} title={t('list.comments', { count: row.comments })}>
          <IconMessage size={14} stroke={1.7} aria-hidden />
          {row.comments}
        </span>
      ) : null}
    </>
  )
}
