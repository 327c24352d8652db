import type { FieldMeta, Json, Values } from '../api/types'

/** A stored file is its name, a chosen one is the File itself. */
export type FileCell = string | File

/** What a form holds in one field: what the server sent, or files not yet sent. */
export type Cell = Json | File | FileCell[]
export type Cells = Record<string, Cell>

/** One line of a rows field. A line not yet saved carries a local id. */
export type Line = { id: string } & Values

const LOCAL = 'new:'
let lastLine = 0

export const localId = () => `${LOCAL}${++lastLine}`
export const isLocal = (id: Json | undefined) => typeof id !== 'string' || id === '' || id.startsWith(LOCAL)

export function isFile(cell: unknown): cell is File {
  return typeof File !== 'undefined' && cell instanceof File
}

export function isEmpty(cell: Cell | undefined): boolean {
  if (cell === null || cell === undefined || cell === '') return true
  return Array.isArray(cell) && cell.length === 0
}

/** Empty, or a counter and a mark that nobody has moved: not worth a line where it cannot be typed. */
export const saysNothing = (cell: Cell | undefined): boolean => isEmpty(cell) || cell === 0 || cell === false

/** Equality as a person sees it: nothing, an empty text and an empty list are the same. */
export function sameCell(a: Cell | undefined, b: Cell | undefined): boolean {
  if (isEmpty(a) && isEmpty(b)) return true
  if (isFile(a) || isFile(b)) return a === b
  if (Array.isArray(a) && Array.isArray(b)) {
    return a.length === b.length && a.every((item, i) => sameCell(item as Cell, b[i] as Cell))
  }
  if (isObject(a) && isObject(b)) {
    const keys = new Set([...Object.keys(a), ...Object.keys(b)])
    return [...keys].every(key => sameCell(a[key], b[key]))
  }
  return a === b
}

export const isObject = (x: unknown): x is Record<string, Json> =>
  typeof x === 'object' && x !== null && !Array.isArray(x) && !isFile(x)

/** Files as a list, whether the field takes one or many. */
export function filesOf(cell: Cell | undefined): FileCell[] {
  if (isEmpty(cell)) return []
  return (Array.isArray(cell) ? cell : [cell]) as FileCell[]
}

/** Texts or ids as a list, whether the field takes one or many. */
export function textsOf(cell: Cell | undefined): string[] {
  if (isEmpty(cell)) return []
  return (Array.isArray(cell) ? cell : [cell]).filter((x): x is string => typeof x === 'string')
}

export const linesOf = (cell: Cell | undefined): Line[] => (Array.isArray(cell) ? (cell as unknown as Line[]) : [])

/** Somebody may type it: not engine-owned, not computed, not a derived list. */
export const isTyped = (field: FieldMeta) =>
  !field.engine && !field.readOnly && field.kind !== 'number' && field.kind !== 'inverse'
