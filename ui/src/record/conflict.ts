import type { Values } from '../api/types'
import { type Cell, type Cells, sameCell } from '../fields/cell'

/** One field that both changed. */
export interface Clash {
  field: string
  base: Cell
  theirs: Cell
  mine: Cell
}
export interface Merge {
  /** What of mine still has to be sent, over their record. */
  send: Cells
  clashes: Clash[]
}

/** Three-way merge of my edits with a record that somebody saved meanwhile. Fields that only I changed just go on. */
export function mergeEdits(base: Values, theirs: Values, mine: Cells): Merge {
  const merge: Merge = { send: {}, clashes: [] }
  for (const [field, cell] of Object.entries(mine)) {
    const was = base[field] ?? null
    const now = theirs[field] ?? null
    if (sameCell(cell, was) || sameCell(cell, now)) continue
    if (sameCell(was, now)) merge.send[field] = cell
    else merge.clashes.push({ field, base: was, theirs: now, mine: cell })
  }
  return merge
}

/** The merge after the person has chosen: «оставить мою» for the fields in `keep`, theirs for the rest. */
export function settle(merge: Merge, keep: ReadonlySet<string>): Cells {
  const kept = merge.clashes.filter(clash => keep.has(clash.field)).map(clash => [clash.field, clash.mine] as const)
  return { ...merge.send, ...Object.fromEntries(kept) }
}
