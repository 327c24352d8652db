import type { FaultBody, FieldMeta, FieldState, FormAnswer, Values } from '../api/types'
import { type Cell, type Cells, filesOf, isEmpty, isFile, isTyped, linesOf, sameCell } from '../fields/cell'
import { keepIds, wireLines } from '../fields/lines'

/**
 * The conversation of a form with the server: what is sent, and how an answer is laid over what the person has typed since.
 */

/**
 * Cells that the server is asked about: changed against the stored record, or in a new one filled in. An empty cell of
 * a new record is left out, so that its default applies, unless the person has emptied it. Files go by name.
 */
export function draftOf(
  fields: FieldMeta[],
  cells: Cells,
  stored: Cells | null,
  touched: ReadonlySet<string> = new Set(),
): Values {
  const draft: Values = {}
  for (const field of fields) {
    const cell = cells[field.key]
    if (!isTyped(field) || cell === undefined) continue
    if (stored ? sameCell(cell, stored[field.key]) : isEmpty(cell) && !touched.has(field.key)) continue
    draft[field.key] = wireCell(field, cell)
  }
  return draft
}

export function wireCell(field: FieldMeta, cell: Cell): Values[string] {
  if (field.kind === 'file') {
    const names = filesOf(cell).map(file => (isFile(file) ? file.name : file))
    return field.many ? names : (names[0] ?? null)
  }
  if (field.kind === 'rows') return wireLines(field.columns ?? [], linesOf(cell))
  return cell as Values[string]
}

/**
 * Lays answered values over the cells. A cell that a person changed since the question keeps what they typed;
 * a formula that gives nothing now shows nothing, whatever it gave before.
 */
export function mergeAnswer(fields: FieldMeta[], cells: Cells, asked: Cells, answer: FormAnswer): Cells {
  const merged = { ...cells }
  for (const field of fields) {
    const made = field.readOnly && !field.engine
    const value = answer.values[field.key] ?? (made ? null : answer.values[field.key])
    if (value === undefined || !sameCell(cells[field.key], asked[field.key])) continue
    merged[field.key] =
      field.kind === 'rows' ? (keepIds(linesOf(cells[field.key]), linesOf(value)) as unknown as Cell) : value
  }
  return merged
}

/** A field's state, and whether it has come into sight while the form was being filled in. */
export interface LiveState extends FieldState {
  appeared?: boolean
}

/** Before the first answer a field is what its declaration says; one that an answer leaves out is not the reader's to see. */
export function stateOf(field: FieldMeta, states: Record<string, FieldState> | undefined): LiveState {
  return states?.[field.key] ?? { visible: !states, required: false, readOnly: !isTyped(field) }
}

/** Faults by the path of their field; those of no field stand under "". The first of a path wins. */
export function faultsByPath(faults: readonly FaultBody[]): Record<string, FaultBody> {
  const byPath: Record<string, FaultBody> = {}
  for (const fault of faults.flatMap(f => (f.fields?.length ? f.fields : [f]))) {
    byPath[fault.field ?? ''] ??= fault
  }
  return byPath
}

export const rootOf = (path: string) => path.split('.', 1)[0] ?? ''

/**
 * Which faults are shown now. Before the first attempt to send only fields that the person has left;
 * the one being typed shows nothing new, so that nobody is corrected in the middle of a word.
 */
export function shownFaults(
  faults: Record<string, FaultBody>,
  seen: { left: ReadonlySet<string>; typing: string | null; attempted: boolean; shown: ReadonlySet<string> },
): Record<string, FaultBody> {
  return Object.fromEntries(
    Object.entries(faults).filter(([path]) => {
      const root = rootOf(path)
      if (root === seen.typing) return seen.shown.has(path)
      return seen.attempted || seen.left.has(root)
    }),
  )
}

/** Faults under one field, by the rest of their path: "" its own, "2.qty" a cell of its third line. */
export function faultsUnder(faults: Record<string, FaultBody>, key: string): Record<string, FaultBody> {
  const under: Record<string, FaultBody> = {}
  for (const [path, fault] of Object.entries(faults)) {
    if (path === key) under[''] = fault
    else if (path.startsWith(`${key}.`)) under[path.slice(key.length + 1)] = fault
  }
  return under
}
