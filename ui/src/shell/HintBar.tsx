import type { ReactNode } from 'react'
import { Keycap } from '../parts'
import classes from './page.module.css'

export interface Hint {
  caps: string[]
  text: string
}

/** The keys that work here. The screen reader gets them from aria-keyshortcuts and the key map. */
export function HintBar({ hints, note }: { hints: Hint[]; note?: ReactNode }) {
  if (hints.length === 0 && !note) return null
  return (
    <footer className={classes.hints}>
      {hints.map(hint => (
        <span key={hint.text} className={classes.hint} aria-hidden>
          {hint.caps.map(cap => (
            <Keycap key={cap}>{cap}</Keycap>
          ))}
          {hint.text}
        </span>
      ))}
      {note && <span className={classes.note}>{note}</span>}
    </footer>
  )
}
