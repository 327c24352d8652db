import { useReactFlow } from '@xyflow/react'
import { type KeyboardEvent, useCallback, useEffect, useRef } from 'react'
import { type Board, useBoard } from './board'
import { readSpot, spotOf, useHand } from './hand'
import { type Direction, type Spot, step } from './walk'

const directions = new Set(['ArrowUp', 'ArrowDown', 'ArrowLeft', 'ArrowRight'])

/** Arrows walk along the lines; what is chosen from outside comes into view. */
export function useCanvasKeys(spots: Spot[]): { onKeyDown: (event: KeyboardEvent<HTMLElement>) => void } {
  const board = useBoard()
  const hand = useHand()
  const flow = useReactFlow()
  const chosenSpot = spotChosen(board)
  const known = useRef(spots)
  known.current = spots
  const show = useCallback(
    (id: string | undefined) => {
      const spot = known.current.find(s => s.id === id)
      if (!spot) return
      const { x, y } = flow.flowToScreenPosition(spot)
      const pane = document.querySelector('.react-flow')?.getBoundingClientRect()
      if (!pane) return
      const room = { x: 120, y: 48 }
      const seen =
        x > pane.left + room.x && x < pane.right - room.x && y > pane.top + room.y && y < pane.bottom - room.y
      if (!seen) void flow.setCenter(spot.x, spot.y, { zoom: Math.max(flow.getZoom(), 0.8) })
    },
    [flow],
  )
  useEffect(() => show(chosenSpot), [chosenSpot, show])
  useEffect(() => {
    if (document.activeElement?.closest('[data-spot]')) show(hand.at)
  }, [hand.at, show])
  return {
    onKeyDown: event => {
      const spot = event.target instanceof HTMLElement ? event.target.dataset.spot : undefined
      if (!spot || !directions.has(event.key) || event.altKey || event.ctrlKey || event.metaKey) return
      const next = step(spots, spot, event.key as Direction)
      event.preventDefault()
      if (next) hand.goTo(next)
    },
  }
}

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
