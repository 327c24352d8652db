import { type Box, type Item, type Line, layersOf } from './layers'
import { type Chain, type Point, pathOf, portsOf, tracksOf } from './route'
import type { Shape } from './shape'
import { isMark } from './shape'
import { type Join, spread } from './spread'
import { straighten } from './straighten'
import { untangle } from './untangle'

export interface Placed {
  x: number // of the upper left corner
  y: number
  width: number
  height: number
}

export interface Route {
  path: string
  label: Point // its middle
}

export interface Layout {
  boxes: Record<string, Placed>
  routes: Record<string, Route>
  width: number
  height: number
}

export interface Sizes {
  box: (id: string) => { width: number; height: number }
  label: (arrow: string) => { width: number; height: number }
  isExit: (id: string) => boolean // stands at the right
}

const trackHeight = 9
const least = 20 // between rows

/** Gives everything its place. The same shape is always laid out the same. */
export function layoutOf(shape: Shape, sizes: Sizes): Layout {
  const boxes: Box[] = shape.boxes.map(id => ({ id, ...sizes.box(id), rightmost: sizes.isExit(id) }))
  const straight = straightOf(shape)
  const lines: Line[] = [
    ...shape.arrows.map(a => ({
      id: a.id,
      from: a.from,
      to: a.to,
      ...sizes.label(a.id),
      weight: straight.has(a.id) ? 12 : 1,
    })),
    ...strays(shape),
  ]
  const { rows, turned } = layersOf(boxes, lines)
  const chains = chainsOf(rows, lines, straight)
  const isSpine = (item: Item) => isOnSpine(item, shape, straight)
  const pairs = chains.flatMap(({ items }) => items.slice(1).map((item, i) => [items[i] ?? item, item] as const))
  untangle(rows, pairs, { isExit: item => sizes.isExit(item.id), isSpine })
  spread(rows, joinsOf(chains, new Map()), isSpine)
  spread(rows, joinsOf(chains, portsOf(chains)), isSpine)
  straighten(rows, chains, isSpine)
  straighten(rows, chains, isSpine)
  return drawn(rows, chains, turned)
}

/** Lines between neighbours of the spine, and from where records come. */
function straightOf({ arrows, spine }: Shape): Set<string> {
  const on = new Set(spine.slice(1).map((key, i) => `${spine[i]}>${key}`))
  on.add(`@new>${spine[0]}`)
  return new Set(arrows.filter(a => on.has(a.id)).map(a => a.id))
}

function isOnSpine(item: Item, shape: Shape, straight: Set<string>): boolean {
  if (item.kind === 'box') return shape.spine.includes(item.id) || (item.id === '@new' && straight.size > 0)
  return straight.has(item.id)
}

/** A state that nothing leads to and nothing leaves is put below the one declared before it. */
function strays({ boxes, arrows }: Shape): Line[] {
  const joined = new Set(arrows.flatMap(a => [a.from, a.to]))
  const states = boxes.filter(id => !isMark(id))
  return states.flatMap((id, at) => {
    const before = states[at - 1]
    if (joined.has(id) || before === undefined) return []
    return [{ id: `after ${id}`, from: before, to: id, width: 0, height: 0, weight: 0.5, hidden: true }]
  })
}

function chainsOf(rows: Item[][], lines: Line[], straight: Set<string>): Chain[] {
  const rowOf = new Map(rows.flatMap((row, at) => row.filter(i => i.kind === 'box').map(i => [i.id, { item: i, at }])))
  return lines
    .filter(line => !line.hidden)
    .flatMap(line => {
      const ends = [rowOf.get(line.from), rowOf.get(line.to)].flatMap(end => (end ? [end] : []))
      const [upper, lower] = ends.sort((a, b) => a.at - b.at)
      if (!upper || !lower) return []
      const bends = rows.flatMap(row => row.filter(i => i.kind !== 'box' && i.id === line.id))
      return [{ id: line.id, items: [upper.item, ...bends, lower.item], straight: straight.has(line.id) }]
    })
}

/** A line meets a box where its port is; before there are ports, in the middle. */
function joinsOf(chains: Chain[], ports: Map<string, number[]>): (item: Item) => Join[] {
  const joins = new Map<Item, Join[]>()
  const join = (to: Item, item: Item, off: number) => joins.set(to, [...(joins.get(to) ?? []), { item, off }])
  for (const { id, items } of chains) {
    const off = (at: number, item: Item) => (ports.get(id)?.[at] ?? item.x) - item.x
    for (const [i, item] of items.entries()) {
      const next = items[i + 1]
      if (!next) continue
      join(next, item, off(i, item))
      join(item, next, off(i + 1, next))
    }
  }
  return item => joins.get(item) ?? []
}

function drawn(rows: Item[][], chains: Chain[], turned: Set<string>): Layout {
  const ports = portsOf(chains)
  const rowOf = new Map(rows.flatMap((row, at) => row.map(item => [item, at] as const)))
  const jogs = rows.map((_, at) =>
    tracksOf(
      chains.flatMap(({ id, items }) => {
        const leaves = items.findIndex(item => rowOf.get(item) === at)
        const xs = ports.get(id) ?? []
        const [from, to] = [xs[leaves], xs[leaves + 1]]
        if (leaves < 0 || from === undefined || to === undefined || Math.abs(from - to) < 1) return []
        return [{ line: id, at: leaves, from, to }]
      }),
    ),
  )
  const heights = rows.map(row => Math.max(0, ...row.map(item => item.height)))
  const gaps = jogs.map(all => least + trackHeight * Math.max(0, ...all.map(j => j.track)))
  const tops: number[] = []
  for (const [at] of rows.entries()) {
    tops.push(at === 0 ? 0 : (tops[at - 1] ?? 0) + (heights[at - 1] ?? 0) + (gaps[at - 1] ?? 0))
  }
  const left = Math.min(...rows.flat().map(item => item.x - item.width / 2), 0)
  const middle = (item: Item): number => {
    const at = rowOf.get(item) ?? 0
    return (tops[at] ?? 0) + (heights[at] ?? 0) / 2
  }
  const below = (at: number): number => (tops[at] ?? 0) + (heights[at] ?? 0)
  const way = ({ id, items }: Chain): Point[] => {
    const xs = (ports.get(id) ?? []).map(x => x - left)
    const points: Point[] = []
    for (const [i, item] of items.entries()) {
      const x = xs[i] ?? 0
      const row = rowOf.get(item) ?? 0
      if (i === 0) points.push({ x, y: middle(item) + item.height / 2 })
      if (i === items.length - 1) points.push({ x, y: middle(item) - item.height / 2 })
      const jog = jogs[row]?.find(j => j.line === id && j.at === i)
      if (!jog) continue
      const y = below(row) + least / 2 + jog.track * trackHeight
      points.push({ x, y }, { x: xs[i + 1] ?? x, y })
    }
    return points
  }
  const boxes: Layout['boxes'] = {}
  for (const item of rows.flat().filter(i => i.kind === 'box')) {
    const { width, height } = item
    boxes[item.id] = { x: item.x - left - width / 2, y: middle(item) - height / 2, width, height }
  }
  const routes: Layout['routes'] = {}
  for (const chain of chains) {
    const points = way(chain)
    const label = chain.items.find(item => item.kind === 'label') ?? chain.items[0]
    routes[chain.id] = {
      path: pathOf(turned.has(chain.id) ? points.toReversed() : points),
      label: label ? { x: label.x - left, y: middle(label) } : { x: 0, y: 0 },
    }
  }
  const width = Math.max(0, ...rows.flat().map(item => item.x - left + item.width / 2))
  return { boxes, routes, width, height: below(rows.length - 1) }
}
