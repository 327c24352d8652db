import { type ReactNode, useEffect, useRef } from 'react'
import type { Diagnostic } from '../draft/types'
import { problemText } from '../problems/text'
import css from './panel.module.css'

interface Props {
  label: string
  hint?: string
  required?: boolean
  inherited?: ReactNode
  problems?: Diagnostic[]
  plain?: boolean // the control has a label of its own
  aimed?: boolean // the address points here
  children: ReactNode
}

/** One property: label, control, what is wrong with it. */
export function Row({
  label,
  hint,
  required,
  inherited,
  problems = [],
  plain = false,
  aimed = false,
  children,
}: Props) {
  const here = useRef<HTMLDivElement>(null)
  useEffect(() => {
    if (!aimed) return
    here.current?.scrollIntoView({ block: 'center' })
    here.current?.querySelector<HTMLElement>('input, textarea, .cm-content, button')?.focus({ preventScroll: true })
  }, [aimed])
  return (
    <div ref={here} className={css.row} data-aimed={aimed || undefined} data-inherited={inherited ? true : undefined}>
      {!plain && (
        <span className={css.label} title={hint}>
          {label}
          {required && (
            <span className={css.star} aria-hidden>
              {' '}
              *
            </span>
          )}
        </span>
      )}
      {children}
      {hint && <p className={css.hint}>{hint}</p>}
      {inherited && <p className={css.hint}>{inherited}</p>}
      {problems.map((p, at) => (
        <p key={at} className={css.problem} data-severity={p.severity} role="alert">
          {problemText(p)}
        </p>
      ))}
    </div>
  )
}
