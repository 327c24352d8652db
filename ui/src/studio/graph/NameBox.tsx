import { useRef, useState } from 'react'
import { useTranslation } from '../../i18n'
import css from './graph.module.css'
import { useHand } from './hand'
import type { State } from './life'

/** The title of a state is typed where it stands. */
export function NameBox({ state }: { state: State }) {
  const { t } = useTranslation()
  const hand = useHand()
  const [title, setTitle] = useState(state.title)
  const left = useRef(false)
  const leave = (keep: boolean) => {
    if (left.current) return
    left.current = true
    const named = title.trim()
    const key =
      keep && named && named !== state.title ? hand.actions.rename('state', state.key, named, true) : state.key
    hand.rename('')
    hand.goTo(key)
  }
  return (
    <input
      ref={node => node?.select()}
      className={`${css.rename} nodrag nopan`}
      aria-label={t('studioGraph.title')}
      value={title}
      onChange={event => setTitle(event.currentTarget.value)}
      onBlur={() => leave(true)}
      onKeyDown={event => {
        if (event.key === 'Enter') leave(true)
        if (event.key === 'Escape') leave(false)
        event.stopPropagation()
      }}
    />
  )
}
