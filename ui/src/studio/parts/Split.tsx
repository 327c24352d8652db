import type { ReactNode } from 'react'
import css from './split.module.css'

/** The thing in work in the middle, its properties at the right; below each other where the screen is narrow. */
export function Split({ children, side, label }: { children: ReactNode; side: ReactNode; label: string }) {
  return (
    <div className={css.split}>
      <div className={css.main}>{children}</div>
      {side && (
        <aside className={css.side} aria-label={label}>
          {side}
        </aside>
      )}
    </div>
  )
}
