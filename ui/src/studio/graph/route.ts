import type { Item } from './layers'
import { settle } from './spread'

export interface Point {
  x: number
  y: number
}

/** The way of a line from its upper box to its lower one. */
export interface Chain {
  id: string
  items: Item[] // box, bends, box
  straight: boolean // leaves and enters in the middle
}

/** A place on the upper or the lower edge of a box, or where a line crosses a row. */
type Places = Map<string, number[]> // x at each item, by line

const edge = 22 // kept free at the corners of a box
const apart = 20 // between lines that meet a box

/** Where lines leave and enter boxes: near to where they go, in order, the straight ones in the middle. */
export function portsOf(chains: Chain[]): Places {
  const places: Places = new Map(chains.map(c => [c.id, c.items.map(item => item.x)]))
  const ends = new Map<string, { box: Item; chain: Chain; at: number; toward: number }[]>()
  for (const chain of chains) {
    const last = chain.items.length - 1
    for (const [at, next, side] of [
      [0, 1, 'below'],
      [last, last - 1, 'above'],
    ] as const) {
      const box = chain.items[at]
      const toward = chain.items[next]?.x
      if (!box || toward === undefined) continue
      const key = `${box.id} ${side}`
      ends.set(key, [...(ends.get(key) ?? []), { box, chain, at, toward }])
    }
  }
  for (const meeting of ends.values()) {
    meeting.sort((a, b) => a.toward - b.toward)
    const room = Math.max((meeting[0]?.box.width ?? 0) / 2 - edge, 0)
    const ports: Item[] = meeting.map(({ box, toward }) => ({
      id: box.id,
      kind: 'bend',
      width: Math.min(apart, (2 * room) / Math.max(meeting.length - 1, 1)) - 18,
      height: 0,
      x: Math.min(Math.max(toward, box.x - room), box.x + room),
    }))
    settle(
      ports,
      meeting.map(({ box, chain }, i) => ({
        to: chain.straight ? box.x : (ports[i]?.x ?? 0),
        weight: chain.straight ? 1000 : 1,
      })),
    )
    for (const [i, { chain, at, box }] of meeting.entries()) {
      const x = ports[i]?.x ?? box.x
      places.get(chain.id)?.splice(at, 1, Math.min(Math.max(x, box.x - room), box.x + room))
    }
  }
  return places
}

/** A line that goes sideways between two rows. */
interface Jog {
  line: string
  at: number // which item of the chain it leaves
  from: number
  to: number
  track: number
}

const overlaps = (a: Jog, b: Jog): boolean =>
  Math.min(a.from, a.to) < Math.max(b.from, b.to) + 8 && Math.min(b.from, b.to) < Math.max(a.from, a.to) + 8

/** Gives those that would run over each other heights of their own, so that they cross as little as can be. */
export function tracksOf(jogs: Omit<Jog, 'track'>[]): Jog[] {
  const done: Jog[] = []
  const isRight = (j: Omit<Jog, 'track'>) => j.to > j.from
  const inTurn = jogs.toSorted((a, b) =>
    isRight(a) !== isRight(b) ? (isRight(a) ? -1 : 1) : isRight(a) ? b.from - a.from : a.from - b.from,
  )
  for (const jog of inTurn) {
    const next: Jog = { ...jog, track: 0 }
    const near = done.filter(other => overlaps(other, next))
    const above = near.filter(other => isRight(other) === isRight(next)).map(other => other.track)
    next.track = Math.max(-1, ...above) + 1
    while (near.some(other => other.track === next.track)) next.track++
    done.push(next)
  }
  return done
}

const round = 7

/** Right angles with soft corners. */
export function pathOf(points: Point[]): string {
  const [first, ...rest] = points
  if (!first) return ''
  let path = `M${first.x} ${first.y}`
  let before = first
  for (const [i, here] of rest.entries()) {
    const next = rest[i + 1]
    if (!next) path += `L${here.x} ${here.y}`
    else {
      const r = Math.min(round, distance(before, here) / 2, distance(here, next) / 2)
      const into = toward(here, before, r)
      const out = toward(here, next, r)
      path += `L${into.x} ${into.y}Q${here.x} ${here.y} ${out.x} ${out.y}`
    }
    before = here
  }
  return path
}

const distance = (a: Point, b: Point): number => Math.hypot(a.x - b.x, a.y - b.y)
function toward(from: Point, to: Point, by: number): Point {
  const long = distance(from, to) || 1
  return { x: from.x + ((to.x - from.x) * by) / long, y: from.y + ((to.y - from.y) * by) / long }
}
