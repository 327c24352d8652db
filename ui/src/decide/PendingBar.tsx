import { useEffect, useState } from 'react'
import { useTranslation } from '../i18n'
import { useKeys } from '../keys/useKeys'
import { Keycap } from '../parts'
import { type Pending, undo, usePending } from './pending'
import classes from './pending.module.css'

/** The decision just taken, with the way back: a button and Z. */
export function PendingBar() {
  const pending = usePending()
  return <div role="status">{pending && <Bar key={pending.until} pending={pending} />}</div>
}

function Bar({ pending }: { pending: Pending }) {
  const { t } = useTranslation()
  const left = useCountdown(pending.until)
  useKeys({ KeyZ: () => undo() })
  return (
    <div className={classes.bar}>
      <div className={classes.line}>
        <b className={classes.what}>{t('decide.pending', { action: pending.action, title: pending.title })}</b>
        <button type="button" className={classes.undo} onClick={() => undo()} aria-keyshortcuts="Z">
          {t('decide.undo')} <Keycap>Z</Keycap>
        </button>
      </div>
      <p className={classes.note} aria-hidden>
        {t('decide.leaves', { count: left })}
      </p>
      <div className={classes.track} aria-hidden>
        <div className={classes.fill} style={{ width: `${left * 10}%` }} />
      </div>
    </div>
  )
}

function useCountdown(until: number): number {
  const seconds = () => Math.max(0, Math.ceil((until - Date.now()) / 1000))
  const [left, setLeft] = useState(seconds)
  useEffect(() => {
    const timer = setInterval(() => setLeft(seconds), 1000)
    return () => clearInterval(timer)
  })
  return left
}
