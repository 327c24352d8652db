import { useTranslation } from 'react-i18next'
import { useSlow } from '../parts'
import css from './record.module.css'

/** The shape of a card, still; nothing at all for the first 200 ms. */
export function CardSkeleton() {
  const { t } = useTranslation()
  if (!useSlow(true)) return null
  const bone = (width: string, height = 12) => <span className={css.bone} style={{ width, height }} />
  return (
    <div className={css.skeleton} role="status" aria-label={t('common.loading')}>
      {bone('42%', 22)}
      {bone('66%', 20)}
      <div className={css.boneRow}>
        {bone('110px', 32)}
        {bone('170px', 32)}
        {bone('120px', 32)}
      </div>
      {Array.from({ length: 3 }, (_, i) => (
        <div key={i} className={css.boneGrid}>
          {bone('70%')}
          {bone('55%')}
          {bone('62%')}
        </div>
      ))}
    </div>
  )
}
