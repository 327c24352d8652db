import { useReactFlow } from '@xyflow/react'
import { type KeyboardEvent, useCallback, useEffect, useRef } from 'react'
import { useBoard } from './board'
import { useHand } from './hand'
import { spotChosen } from './things'
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
