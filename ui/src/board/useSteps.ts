import { type FocusEvent, type RefObject, useCallback, useState } from 'react'
import { useKeys } from '../keys/useKeys'
import { cardBeside, type Step } from './steps'

interface Acts {
  onAsk: (id: string) => void
  onPeek: (id: string) => void
}

/** Walks over the cards by keys; one card has the focus, and is where Tab comes back to. */
export function useSteps(root: RefObject<HTMLElement | null>, acts: Acts) {
  const [current, setCurrent] = useState('')
  const onFocus = useCallback((event: FocusEvent) => {
    const card = event.target.closest<HTMLElement>('[data-card]')
    if (card?.dataset.card) setCurrent(card.dataset.card)
  }, [])
  const step = (way: Step) => () => {
    const id = root.current && cardBeside(lanesIn(root.current), current, way)
    if (!id) return false
    const link = root.current?.querySelector<HTMLElement>(`[data-card="${id}"] [data-link]`)
    link?.focus()
    link?.closest('[data-card]')?.scrollIntoView({ block: 'nearest', inline: 'nearest' })
  }
  const withCurrent = (act: (id: string) => void) => () => {
    if (!current || !root.current?.querySelector(`[data-card="${current}"]`)) return false
    act(current)
  }
  useKeys({
    KeyJ: step('down'),
    ArrowDown: step('down'),
    KeyK: step('up'),
    ArrowUp: step('up'),
    ArrowRight: step('right'),
    ArrowLeft: step('left'),
    KeyM: withCurrent(acts.onAsk),
    Space: withCurrent(acts.onPeek),
  })
  return { current, onFocus }
}

/** Ids of the cards by column, as they stand on the screen. */
const lanesIn = (root: HTMLElement): string[][] =>
  [...root.querySelectorAll<HTMLElement>('[data-lane]')].map(lane =>
    [...lane.querySelectorAll<HTMLElement>('[data-card]')].map(card => card.dataset.card ?? ''),
  )
