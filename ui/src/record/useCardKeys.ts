import type { RefObject } from 'react'
import type { Action } from '../api/types'
import { useKeys } from '../keys/useKeys'
import type { Digit } from './actions'
import type { Walk } from './walk'

interface Does {
  digits: Partial<Record<Digit, Action>>
  walk: Walk | null
  press: (action: Action | undefined) => void
  go: (id: string | null | undefined) => void
  edit: () => void
  copyLink: () => void
  composer: RefObject<HTMLTextAreaElement | null>
  why: RefObject<HTMLButtonElement | null>
}

/** Keys of the card: 1 2 3 decide, E edits, M comments, [ ] go to neighbours, «.» asks why not, L copies the link. */
export function useCardKeys({ digits, walk, press, go, edit, copyLink, composer, why }: Does): void {
  const comment = () => (composer.current ? composer.current.focus() : false)
  const explain = () => {
    if (!why.current) return false
    why.current.focus()
    why.current.click()
  }
  useKeys(
    Object.fromEntries([
      ['Digit1', () => press(digits['1'])],
      ['Digit2', () => press(digits['2'])],
      ['Digit3', () => press(digits['3'])],
      ['KeyE', edit],
      ['KeyM', comment],
      ['KeyL', copyLink],
      ['BracketLeft', () => go(walk?.prev)],
      ['BracketRight', () => go(walk?.next)],
      ['Period', explain],
    ]),
  )
}
