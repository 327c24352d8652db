import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useTranslation } from '../../i18n'
import css from './publish.module.css'
import type { Sample } from './types'

interface Props {
  count: number | null // null: not counted
  unit: 'records' | 'people' | 'clocks' | 'rounds'
  open?: boolean // not decided yet
  text: string
  consequence?: string
  sample?: Sample[]
  children?: ReactNode // what is to be decided
}

/** How many of what, what happens to them, and some of them. */
export function ImpactRow({ count, unit, open = false, text, consequence, sample = [], children }: Props) {
  const { t } = useTranslation()
  return (
    <article className={css.row} data-open={open || undefined}>
      <p className={css.number}>
        {count !== null && (
          <>
            <b>{count}</b>
            <span>{t(`studio.publishing.${unit}`, { count })}</span>
          </>
        )}
      </p>
      <div className={css.what}>
        <p className={css.fact}>{text}</p>
        {consequence && <p className={css.consequence}>{consequence}</p>}
        {sample.length > 0 && (
          <p className={css.sample}>
            {sample.map(s => (
              <Link key={s.id} to="/t/$slug/$id" params={{ slug: s.type, id: s.id }} target="_blank">
                {s.number || s.title || s.id}
              </Link>
            ))}
            {unit === 'records' && count !== null && count > sample.length && (
              <span>{t('studio.publishing.more', { count: count - sample.length })}</span>
            )}
          </p>
        )}
      </div>
      <div className={css.choice}>{children}</div>
    </article>
  )
}
