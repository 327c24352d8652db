import type { FieldMeta, Json, TypeMeta, Values } from '../api/types'
import { type Cell, type Line, linesOf, sameCell } from '../fields/cell'

/** One line of a change, ready to be drawn. */
export type DiffPart =
  | { kind: 'cell'; field: FieldMeta; line?: number; old: Json; new: Json; oldHome: Values; newHome: Values }
  | { kind: 'count'; added: number; removed: number }

/** Parts of a changed field: itself, or for line items what was added, removed and changed inside. */
export function partsOf(field: FieldMeta, before: Json, after: Json): DiffPart[] {
  if (field.kind !== 'rows') return [{ kind: 'cell', field, old: before, new: after, oldHome: {}, newHome: {} }]
  return rowParts(field.columns ?? [], linesOf(before), linesOf(after))
}

function rowParts(columns: FieldMeta[], before: Line[], after: Line[]): DiffPart[] {
  const was = new Map(before.map(line => [line.id, line]))
  const now = new Set(after.map(line => line.id))
  const added = after.filter(line => !was.has(line.id)).length
  const removed = before.filter(line => !now.has(line.id)).length
  const changed = after.flatMap((line, at): DiffPart[] => {
    const old = was.get(line.id)
    if (!old) return []
    return columns
      .filter(column => !sameCell(old[column.key], line[column.key]))
      .map(column => ({
        kind: 'cell',
        field: column,
        line: at + 1,
        old: old[column.key] ?? null,
        new: line[column.key] ?? null,
        oldHome: old,
        newHome: line,
      }))
  })
  return [...(added || removed ? [{ kind: 'count', added, removed } as DiffPart] : []), ...changed]
}

/** Fields whose value differs between two states of a record, in the order of the type; what the engine keeps is left out. */
export function changedFields(type: TypeMeta, before: Values, after: Values): FieldMeta[] {
  return type.fields.filter(field => !field.engine && !sameCell(before[field.key] as Cell, after[field.key] as Cell))
}

/** Long texts show their beginning, cut at a word. */
export const CUT = 60
export function cutText(text: string): { shown: string; cut: boolean } {
  if (text.length <= CUT) return { shown: text, cut: false }
  const head = text.slice(0, CUT)
  return { shown: `${head.slice(0, Math.max(head.lastIndexOf(' '), CUT - 20)).trimEnd()}…`, cut: true }
}
