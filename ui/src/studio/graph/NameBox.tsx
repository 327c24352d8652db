import { useEffect, useRef, useState } from 'react'
import { useTranslation } from '../../i18n'
import { isChosen, useBoard } from './board'
import css from './graph.module.css'
import { useHand } from './hand'
import type { State } from './life'

/** The title of a state is typed where it stands. */
export function NameBox({ state }: { state: State }) {
  const { t } = useTranslation()
  const hand = useHand()
  const board = useBoard()
  const [title, setTitle] = useState(state.title)
  const left = useRef(false)
  const input = useRef<HTMLInputElement>(null)
  useEffect(() => {
    input.current?.focus({ preventScroll: true })
    input.current?.select()
  }, [])
  const leave = (keep: boolean) => {
    if (left.current) return
    left.current = true
    const named = title.trim()
    const key =
      keep && named && named !== state.title ? hand.actions.rename('state', state.key, named, true) : state.key
    hand.rename('')
    if (key !== state.key && isChosen(board, 'state', state.key)) board.choose({ kind: 'state', key })
    hand.goTo(key)
  }
  return (
    <input
      ref={input}
      className={`${css.rename} nodrag nopan`}
      aria-label={t('studioGraph.title')}
      value={title}
      onChange={event => setTitle(event.currentTarget.value)}
      onBlur={() => leave(true)}
      onKeyDown={event => {
        event.stopPropagation()
        if (event.key !== 'Enter' && event.key !== 'Escape') return
        event.preventDefault() // or the box that has the focus next is pressed
        leave(event.key === 'Enter')
      }}
    />
  )
}
