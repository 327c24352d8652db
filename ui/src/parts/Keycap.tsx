import classes from './chips.module.css'

/** A key as engraved. `fill` is the quiet form inside buttons. Not read aloud: the button has aria-keyshortcuts. */
export function Keycap({ children, on = 'page' }: { children: React.ReactNode; on?: 'page' | 'fill' }) {
  return (
    <kbd className={classes.key} data-on={on} aria-hidden>
      {children}
    </kbd>
  )
}
