import { useKeys } from '../../keys/useKeys'
import { useBoard } from './board'
import { useHand } from './hand'
import { isMark } from './shape'
import { spotChosen, thingAt } from './things'
import { useStateTools } from './useStateTools'

/** Keys of the section. They mean what has the focus, otherwise what is chosen. */
export function useGraphKeys(remove: () => void): void {
  const board = useBoard()
  const hand = useHand()
  const { add, source } = useStateTools()
  const focused = () => (document.activeElement as HTMLElement | null)?.dataset.spot
  const state = (): string | undefined => {
    const spot = focused()
    const thing = spot ? thingAt(spot, board) : board.chosen
    return thing?.kind === 'state' && !isMark(thing.key) ? thing.key : undefined
  }
  const move = (by: -1 | 1) => {
    const key = state()
    if (!key) return false
    hand.actions.move(key, by)
    hand.goTo(key)
  }
  const isFree = () => focused() !== undefined || document.activeElement === document.body
  useKeys({
    KeyN: add,
    KeyT: () => (source ? hand.connect(source) : false),
    F2: () => {
      const key = state()
      return key ? hand.rename(key) : false
    },
    Delete: () => (isFree() ? remove() : false),
    Backspace: () => (isFree() ? remove() : false),
    'Alt+ArrowUp': () => move(-1),
    'Alt+ArrowDown': () => move(1),
    Escape: () => {
      if (!board.chosen) return false
      const spot = spotChosen(board)
      board.choose(null)
      if (spot) hand.goTo(spot)
    },
  })
}
