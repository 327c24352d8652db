import { useTranslation } from 'react-i18next'
import css from './fields.module.css'

/** No value: a dash for the eye, a word for the ear. */
export function Empty() {
  const { t } = useTranslation()
  return (
    <span className={css.empty}>
      <span aria-hidden>—</span>
      <span className={css.unseen}>{t('fields.empty')}</span>
    </span>
  )
}
