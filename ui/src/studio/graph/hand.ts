import { createContext, useContext } from 'react'
import type { Chosen } from './board'
import type { Actions } from './useActions'

/** What the person is doing with the drawing right now. */
export interface Hand {
  actions: Actions
  at: string // the spot that Tab leads to
  goTo: (spot: string) => void // moves the focus there
  renaming: string // the state whose title is being typed
  rename: (state: string) => void
  connecting: string // the box that a new transition begins at
  connect: (box: string) => void
  join: (from: string, to: string) => void
  open: (spot: string) => void // shows the panel of what stands there and goes into it
  entering: Chosen | null // whose panel takes the focus as soon as it is there
  enter: (chosen: Chosen | null) => void
}

export const HandContext = createContext<Hand | null>(null)

export function useHand(): Hand {
  const hand = useContext(HandContext)
  if (!hand) throw new Error('outside the drawing')
  return hand
}

/** Ids of what can have the focus: a box, a transition on a line, what stays in a box. */
export const spotOf = {
  box: (id: string) => id,
  step: (arrow: string, step: string) => `${arrow}|${step}`,
  loops: (box: string) => `${box}|loops`,
}

export function readSpot(spot: string): { box: string } | { arrow: string; step: string } | { loops: string } {
  const [head = '', tail] = spot.split('|')
  if (tail === undefined) return { box: head }
  return tail === 'loops' ? { loops: head } : { arrow: head, step: tail }
}
