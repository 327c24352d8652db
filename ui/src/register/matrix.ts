import type { Amounts, Limit, Sums } from '../api/process'
import type { Json } from '../api/types'
import { sumDecimals } from '../i18n/format'
import { isPeriod } from './axes'

export interface Cell {
  measures: Amounts
  limit?: Limit | undefined
}
export interface Matrix {
  rows: Json[]
  columns: Json[]
  cell: (row: Json, column: Json) => Cell | undefined
  row: (row: Json) => Cell | undefined
  column: (column: Json) => Cell | undefined
  total: Cell
}

export const keyOf = (value: Json) => JSON.stringify(value)

/** Cells, margins and the grand total, each summed up by the server. Values stand in the order of their names. */
export function matrixOf(cells: Sums, rows: Sums, columns: Sums, nameOf: (axis: 0 | 1, value: Json) => string): Matrix {
  const at = new Map(
    cells.lines.map(line => [`${keyOf(line.by[0] ?? null)}|${keyOf(line.by[1] ?? null)}`, cellOf(line)]),
  )
  const margin = (sums: Sums) => new Map(sums.lines.map(line => [keyOf(line.by[0] ?? null), cellOf(line)]))
  const [byRow, byColumn] = [margin(rows), margin(columns)]
  const ordered = (sums: Sums, axis: 0 | 1) =>
    sums.lines
      .map(line => line.by[0] ?? null)
      .sort((a, b) => {
        if (a === null || b === null) return a === b ? 0 : a === null ? 1 : -1 // what has none stands last
        const [x, y] = isPeriod(a) && isPeriod(b) ? [String(a), String(b)] : [nameOf(axis, a), nameOf(axis, b)]
        return x.localeCompare(y, undefined, { numeric: true })
      })
  return {
    rows: ordered(rows, 0),
    columns: ordered(columns, 1),
    cell: (row, column) => at.get(`${keyOf(row)}|${keyOf(column)}`),
    row: row => byRow.get(keyOf(row)),
    column: column => byColumn.get(keyOf(column)),
    total: { measures: rows.totals, limit: limitOf(rows.limits) },
  }
}

const cellOf = (line: { measures: Amounts; limits?: Limit[] | undefined }): Cell => ({
  measures: line.measures,
  limit: limitOf(line.limits),
})

/** The limit to show: one that does not hold, else the first. */
const limitOf = (limits: Limit[] | undefined): Limit | undefined => {
  const all = limits?.filter(compares)
  return all?.find(l => !l.holds) ?? all?.[0]
}

const compares = (limit: Limit) => limit.cap !== undefined && limit.cap !== null

export type Amount = string | number | null | undefined

/** Two sides of a comparison and what is left between them, exactly. */
export interface Balance {
  used: string
  cap: string
  left: string
  share: number // of the cap, 1 is all of it
  over: boolean
}

export function balanceOf(used: Amount, cap: Amount): Balance | null {
  if (used === null || used === undefined || cap === null || cap === undefined) return null
  const [u, c] = [String(used), String(cap)]
  const left = sumDecimals([c, negative(u)])
  const share = Number(c) > 0 ? Number(u) / Number(c) : Number(u) > 0 ? Number.POSITIVE_INFINITY : 0
  return { used: u, cap: c, left, share, over: Number(left) < 0 }
}

const negative = (value: string) => (value.startsWith('-') ? value.slice(1) : `-${value}`)

/** What the report compares: measures by key, or the sides of the limit. */
export interface Comparison {
  of: string // "" the limit's
  norm: string
}

export const compared = (cell: Cell, { of, norm }: Comparison): Balance | null =>
  balanceOf(of ? cell.measures[of] : cell.limit?.used, norm ? cell.measures[norm] : cell.limit?.cap)

export interface Verdict {
  by: Json[]
  balance: Balance
}

/** Lines over their norm, the worst first; and lines that have used less than a share of it, the most left over first. */
export function verdicts(sums: Sums, comparison: Comparison, below: number): { over: Verdict[]; under: Verdict[] } {
  const all = sums.lines.flatMap(line => {
    const balance = compared(cellOf(line), comparison)
    return balance ? [{ by: line.by, balance }] : []
  })
  const byLeft = (a: Verdict, b: Verdict) => Number(a.balance.left) - Number(b.balance.left)
  return {
    over: all.filter(v => v.balance.over).sort(byLeft),
    under: all.filter(v => Number(v.balance.cap) > 0 && v.balance.share < below).sort((a, b) => byLeft(b, a)),
  }
}
