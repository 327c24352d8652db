import type { Item } from './layers'

const sweeps = 14
const gap = { box: 36, label: 14, bend: 18 } as const

/** How much an item insists on its place: long lines are straight, the spine is straightest. */
interface Wish {
  to: number
  weight: number
}

export const apart = (a: Item, b: Item): number => (a.width + b.width) / 2 + Math.max(gap[a.kind], gap[b.kind])

/** What an item is joined with, and where on it: how far from its middle a line meets it. */
export interface Join {
  item: Item
  off: number
}

/**
 * Where the items of each row stand from left to right, in their order: each as near as can be to what it is joined
 * with, the spine on one line.
 */
export function spread(rows: Item[][], joins: (item: Item) => Join[], isSpine: (item: Item) => boolean): void {
  for (let sweep = 0; sweep < sweeps; sweep++) {
    const down = sweep % 2 === 0
    const both = sweep >= sweeps - 4
    for (const row of down ? rows : rows.toReversed()) {
      const next = new Set(neighbourRow(rows, row, down ? -1 : 1))
      settle(
        row,
        row.map(item => wishOf(item, both ? joins(item) : joins(item).filter(j => next.has(j.item)), isSpine)),
      )
    }
  }
}

const neighbourRow = (rows: Item[][], row: Item[], by: number): Item[] => rows[rows.indexOf(row) + by] ?? []

/** A line would rather be straight between its bends than at the boxes. */
function wishOf(item: Item, joined: Join[], isSpine: (item: Item) => boolean): Wish {
  if (isSpine(item)) return { to: 0, weight: 10_000 }
  if (joined.length === 0) return { to: item.kind === 'box' ? 0 : item.x, weight: 0.2 }
  let to = 0
  let weight = 0
  for (const { item: other, off } of joined) {
    const pull = item.kind !== 'box' && other.kind !== 'box' ? 6 : 1
    to += (other.x + off) * pull
    weight += pull
  }
  return { to: to / weight, weight }
}

/** Least squares under «each stands right of the one before»: items that would overlap move as one block. */
export function settle(row: Item[], wishes: Wish[]): void {
  const blocks: { at: number; weight: number; items: number }[] = []
  let offset = 0
  const offsets = row.map((item, i) => {
    const before = row[i - 1]
    if (before) offset += apart(before, item)
    return offset
  })
  for (const [i, wish] of wishes.entries()) {
    let block = { at: wish.to - (offsets[i] ?? 0), weight: wish.weight, items: 1 }
    for (let last = blocks.at(-1); last && last.at > block.at; last = blocks.at(-1)) {
      blocks.pop()
      const weight = last.weight + block.weight
      block = {
        at: (last.at * last.weight + block.at * block.weight) / weight,
        weight,
        items: last.items + block.items,
      }
    }
    blocks.push(block)
  }
  let i = 0
  for (const { at, items } of blocks) {
    for (const end = i + items; i < end; i++) {
      const item = row[i]
      if (item) item.x = at + (offsets[i] ?? 0)
    }
  }
}
