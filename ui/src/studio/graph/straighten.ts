import type { Item } from './layers'
import type { Chain } from './route'
import { apart } from './spread'

interface Range {
  low: number
  high: number
}

/** Gives every line as few turns as the room between its neighbours allows. */
export function straighten(rows: Item[][], chains: Chain[], isSpine: (item: Item) => boolean): void {
  const rowOf = new Map(rows.flatMap(row => row.map(item => [item, row] as const)))
  for (const { items, straight } of chains.toSorted((a, b) => b.items.length - a.items.length)) {
    const bends = items.slice(1, -1)
    if (straight || bends.some(isSpine)) continue
    const [upper, lower] = [items[0], items.at(-1)]
    for (const run of runsOf(bends, item => room(rowOf.get(item) ?? [], item))) {
      const ends = [
        run.items[0] === bends[0] ? reach(upper) : null,
        run.items.at(-1) === bends.at(-1) ? reach(lower) : null,
      ].filter(end => end !== null)
      const x = chosen(run, ends)
      for (const item of run.items) item.x = x
    }
  }
}

interface Run extends Range {
  items: Item[]
}

/** Neighbours on a line that can stand on one vertical, as many together as can be. */
function runsOf(bends: Item[], roomOf: (item: Item) => Range): Run[] {
  const runs: Run[] = []
  for (const item of bends) {
    const { low, high } = roomOf(item)
    const last = runs.at(-1)
    const both = last && { low: Math.max(last.low, low), high: Math.min(last.high, high) }
    if (last && both && both.low <= both.high) Object.assign(last, both, { items: [...last.items, item] })
    else runs.push({ items: [item], low, high })
  }
  return runs
}

function room(row: Item[], item: Item): Range {
  const at = row.indexOf(item)
  const [before, after] = [row[at - 1], row[at + 1]]
  return {
    low: before ? before.x + apart(before, item) : Number.NEGATIVE_INFINITY,
    high: after ? after.x - apart(item, after) : Number.POSITIVE_INFINITY,
  }
}

const corner = 26

const reach = (box: Item | undefined): Range | null =>
  box ? { low: box.x - box.width / 2 + corner, high: box.x + box.width / 2 - corner } : null

/** Where it stands now, moved as little as brings it under the box at either end. */
function chosen(run: Run, ends: Range[]): number {
  const now = run.items.reduce((sum, item) => sum + item.x, 0) / run.items.length
  const within = (range: Range) => Math.min(Math.max(now, range.low), range.high)
  const met = ends
    .map(end => ({ low: Math.max(end.low, run.low), high: Math.min(end.high, run.high) }))
    .filter(range => range.low <= range.high)
    .map(within)
  return met.sort((a, b) => Math.abs(a - now) - Math.abs(b - now))[0] ?? within(run)
}
