import type { Item } from './layers'

/** Two items of neighbouring rows that a line joins, in the upper and in the lower row. */
type Pair = readonly [upper: Item, lower: Item]

const passes = 4

export interface Kinds {
  isExit: (item: Item) => boolean // stays at the right
  isSpine: (item: Item) => boolean
}

/** Puts items of a row in the order in which the fewest lines cross and none makes a detour. */
export function untangle(rows: Item[][], pairs: Pair[], kinds: Kinds): void {
  for (let pass = 0; pass < passes; pass++) {
    let better = false
    for (const [at, row] of rows.entries()) {
      const near = [pairsBetween(pairs, rows[at - 1], row), pairsBetween(pairs, row, rows[at + 1])]
      const others = [rows[at - 1] ?? [], rows[at + 1] ?? []] as const
      for (const item of [...row]) better = place(row, item, near, others, kinds) || better
    }
    if (!better) return
  }
}

/** Moves one item to the best place of its row; tells whether that was another one. */
function place(
  row: Item[],
  item: Item,
  [above = [], below = []]: Pair[][],
  [upper, lower]: readonly [Item[], Item[]],
  { isExit, isSpine }: Kinds,
): boolean {
  const cost = () => tangle(above, upper, row, isSpine) + tangle(below, row, lower, isSpine)
  const from = row.indexOf(item)
  let best = { at: from, cost: cost() }
  const put = (at: number) => {
    row.splice(row.indexOf(item), 1)
    row.splice(at, 0, item)
  }
  for (const [at] of row.entries()) {
    put(at)
    const boxes = row.filter(i => i.kind === 'box')
    const isOrdered = boxes.every((box, i) => !isExit(box) || boxes.slice(i).every(isExit))
    const now = cost()
    if (isOrdered && now < best.cost - 1e-9) best = { at, cost: now }
  }
  put(best.at)
  return best.at !== from
}

const pairsBetween = (pairs: Pair[], upper: Item[] = [], lower: Item[] = []): Pair[] => {
  const [above, below] = [new Set(upper), new Set(lower)]
  return pairs.filter(([a, b]) => above.has(a) && below.has(b))
}

/** Crossings, and much less than one of them how far lines go sideways. */
function tangle(pairs: Pair[], upper: Item[], lower: Item[], isSpine: (item: Item) => boolean): number {
  const [up, low] = [placesIn(upper, isSpine), placesIn(lower, isSpine)]
  let cost = 0
  for (const [i, [a, b]] of pairs.entries()) {
    const [above, below] = [up.get(a) ?? 0, low.get(b) ?? 0]
    const inner = a.kind !== 'box' && b.kind !== 'box' // a turn that could be none
    cost += (Math.abs(above - below) * (inner ? 2 : 1)) / 1000
    for (const [c, d] of pairs.slice(i + 1)) {
      if ((above - (up.get(c) ?? 0)) * (below - (low.get(d) ?? 0)) < 0) cost++
    }
  }
  return cost
}

/** Places counted from the spine, or from the middle where it does not pass. */
function placesIn(row: Item[], isSpine: (item: Item) => boolean): Map<Item, number> {
  const spine = row.findIndex(isSpine)
  const zero = spine < 0 ? (row.length - 1) / 2 : spine
  return new Map(row.map((item, at) => [item, at - zero]))
}
