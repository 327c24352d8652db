import { useBoard } from './board'
import { readSpot, useHand } from './hand'
import { isMark } from './shape'

/** Adds a state; tells which box a new transition would begin at: the chosen or the focused one, else the first. */
export function useStateTools(): { add: () => void; source: string } {
  const { chosen, life, choose } = useBoard()
  const hand = useHand()
  const focused = readSpot(hand.at)
  const at = 'box' in focused && focused.box !== '@new' && focused.box !== '@previous' ? focused.box : ''
  const isThere = (key: string) => isMark(key) || life.states.some(s => s.key === key)
  const source = [chosen?.kind === 'state' ? chosen.key : '', at].find(key => key && isThere(key)) ?? life.initial
  return {
    source,
    add: () => {
      const key = hand.actions.addState()
      choose({ kind: 'state', key })
      hand.rename(key)
    },
  }
}
