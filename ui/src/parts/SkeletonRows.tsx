import { useEffect, useState } from 'react'
import { useTranslation } from '../i18n'
import classes from './states.module.css'

const widths = [46, 62, 38, 54, 70, 44, 58]

/** True after 200 ms: what is faster needs no sign of waiting. */
export function useSlow(waiting: boolean): boolean {
  const [slow, setSlow] = useState(false)
  useEffect(() => {
    if (!waiting) return setSlow(false)
    const timer = setTimeout(() => setSlow(true), 200)
    return () => clearTimeout(timer)
  }, [waiting])
  return slow
}

/** Rows of the geometry that is coming, still. */
export function SkeletonRows({ rows = 10, height }: { rows?: number; height?: number }) {
  const { t } = useTranslation()
  const slow = useSlow(true)
  if (!slow) return null
  return (
    <div className={classes.skeleton} role="status" aria-label={t('common.loading')}>
      {Array.from({ length: rows }, (_, i) => (
        <div key={i} className={classes.line} style={{ height }}>
          <span className={classes.bone} style={{ width: 44 }} />
          <span className={classes.bone} style={{ width: `${widths[i % widths.length]}%` }} />
          <span className={`${classes.bone} ${classes.pill}`} />
        </div>
      ))}
    </div>
  )
}
