import { useTranslation } from 'react-i18next'
import type { Card } from '../api/types'
import { Icon } from '../fields/Icon'
import css from './record.module.css'

/** Steps that the record takes by itself as soon as nothing stands in the way: where to, and what they wait for. */
export function WaitingLines({ card }: { card: Card }) {
  const { t } = useTranslation()
  if (card.waiting.length === 0) return null
  return (
    <ul className={css.waiting} aria-label={t('record.waiting')}>
      {card.waiting.map(step => (
        <li key={step.key}>
          <Icon name="because" size={14} />
          <span>
            {step.to.title ? t('record.waitingFor', { state: step.to.title }) : t('record.waitingHere')}{' '}
            {step.failed.map(clause => clause.text).join('; ')}
          </span>
        </li>
      ))}
    </ul>
  )
}
