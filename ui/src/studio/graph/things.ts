import type { Board } from './board'
import { readSpot, spotOf } from './hand'

/** Where what is chosen stands on the drawing. */
export function spotChosen({ chosen, shape }: Board): string | undefined {
  if (!chosen) return undefined
  if (chosen.kind === 'state') return spotOf.box(chosen.key)
  const arrow = shape.arrows.find(a => a.steps.includes(chosen.key))
  if (arrow) return spotOf.step(arrow.id, chosen.key)
  const box = Object.keys(shape.loops).find(id => shape.loops[id]?.includes(chosen.key))
  return box && spotOf.loops(box)
}

/** What stands at a spot: a state or a transition, with the state that its line leaves. */
export function thingAt(spot: string, board: Board) {
  const read = readSpot(spot)
  if ('box' in read) return { kind: 'state' as const, key: read.box }
  if ('loops' in read) return null
  const from = board.shape.arrows.find(a => a.id === read.arrow)?.from
  return { kind: 'transition' as const, key: read.step, from }
}

/** The same spot after what stands there got another key. */
export function spotAgain(spot: string, key: string): string {
  const read = readSpot(spot)
  return 'box' in read ? key : 'loops' in read ? spot : spotOf.step(read.arrow, key)
}
