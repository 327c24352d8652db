import { useCallback, useEffect, useState } from 'react'
import type { Board, Chosen } from './board'
import { type Hand, readSpot } from './hand'
import { isMark } from './shape'
import { thingAt } from './things'
import { useActions } from './useActions'

const framesWaited = 8

/** Where the focus is on the drawing, and what is being typed or drawn there. */
export function useHandling(board: Board): Hand {
  const actions = useActions(board)
  const [at, setAt] = useState(board.life.initial)
  const [wanted, setWanted] = useState({ spot: '', turn: 0 })
  const [renaming, rename] = useState('')
  const [connecting, connect] = useState('')
  const [entering, enter] = useState<Chosen | null>(null)
  const goTo = useCallback((spot: string) => {
    setAt(spot)
    setWanted(before => ({ spot, turn: before.turn + 1 }))
  }, [])
  useEffect(() => focusSpot(wanted.spot), [wanted])
  return {
    actions,
    at: isThere(board, at) ? at : board.life.initial,
    goTo,
    renaming,
    rename,
    connecting,
    connect,
    entering,
    enter,
    open: spot => {
      setAt(spot)
      const thing = thingAt(spot, board)
      if (!thing || isMark(thing.key)) return
      const chosen = { kind: thing.kind, key: thing.key }
      board.choose(chosen)
      enter(chosen)
    },
    join: (from, to) => {
      const target = to || actions.addState()
      const key = actions.connect(from, target === from ? '@same' : target)
      if (to) {
        const chosen = { kind: 'transition' as const, key }
        board.choose(chosen)
        enter(chosen)
      } else {
        board.choose({ kind: 'state', key: target })
        rename(target)
      }
    },
  }
}

/** A box that was just made is drawn a little later. */
function focusSpot(spot: string): (() => void) | undefined {
  if (!spot) return
  let frame = 0
  let left = framesWaited
  const look = () => {
    const there = document.querySelector<HTMLElement>(`[data-spot="${CSS.escape(spot)}"]`)
    if (there) there.focus({ preventScroll: true })
    else if (left-- > 0) frame = requestAnimationFrame(look)
  }
  look()
  return () => cancelAnimationFrame(frame)
}

function isThere({ shape }: Board, spot: string): boolean {
  const read = readSpot(spot)
  if ('box' in read) return shape.boxes.includes(read.box)
  if ('loops' in read) return read.loops in shape.loops
  return shape.arrows.some(a => a.id === read.arrow && a.steps.includes(read.step))
}
