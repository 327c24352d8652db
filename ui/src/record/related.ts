import type { Refs, RelatedGroup, Row, TypeMeta } from '../api/types'
import { textsOf } from '../fields/cell'
import { isOwed } from '../lib/phase'

/** How many of the related records are finished; null where that means nothing. */
export function progress(group: RelatedGroup): { done: number; total: number } | null {
  if (group.open === undefined || group.count === 0) return null
  return { done: group.count - group.open, total: group.count }
}

/** Titles of the predecessors that are not finished yet: several references that never lead round. */
export function awaited(type: TypeMeta, row: Row, refs: Refs): string[] {
  return type.fields
    .filter(field => field.kind === 'ref' && field.acyclic && field.many)
    .flatMap(field => textsOf(row.values[field.key]).map(id => refs[id.includes('/') ? id : `${field.target}/${id}`]))
    .filter(info => info !== undefined && !info.gone && isOwed(info.phase))
    .map(info => info?.title ?? '')
}

export const titleOf = (row: Row, type: TypeMeta | undefined, refs: Refs): string =>
  refs[`${row.type}/${row.id}`]?.title || String(row.values[type?.titleField ?? ''] ?? row.id)

/** Whether titles tell the records apart. Those made for people one by one all have the same: then people do. */
export const toldApart = (rows: Row[], type: TypeMeta | undefined, refs: Refs): boolean =>
  rows.length < 2 ||
  rows.some(row => row.values[type?.assignee ?? ''] === undefined) ||
  new Set(rows.map(row => titleOf(row, type, refs))).size > 1
