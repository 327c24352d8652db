import { useId } from 'react'
import { useTranslation } from '../i18n'
import css from './bulk.module.css'

/** How far it has come. */
export function Progress({ label, done, total }: { label: string; done: number; total: number }) {
  const { t } = useTranslation()
  const id = useId()
  return (
    <div className={css.progress}>
      <label htmlFor={id}>{label}</label>
      <span>{t('bulk.has', { count: done, total })}</span>
      <progress id={id} value={done} max={total} />
    </div>
  )
}
