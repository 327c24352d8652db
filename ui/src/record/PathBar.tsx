import { useTranslation } from 'react-i18next'
import type { Card, PathStep } from '../api/types'
import { Icon } from '../fields/Icon'
import { useFormat } from '../i18n/locale'
import { PhaseGlyph, StatusChip } from '../parts'
import { foldPath, type PathItem } from './path'
import css from './path.module.css'

/** The way of the record: walked states with their time, the present one, the likely future, the side exits. */
export function PathBar({ card }: { card: Card }) {
  const { t } = useTranslation()
  if (card.path.length === 0) return null
  return (
    <nav className={css.path} aria-label={t('record.path')}>
      <ol className={css.steps}>
        {foldPath(card.path).map(item => (
          <Item
            key={item.kind === 'step' ? `${item.step.kind}/${item.step.state}/${item.step.since ?? ''}` : item.side}
            item={item}
          />
        ))}
      </ol>
      {card.exits.length > 0 && (
        <p className={css.exits}>
          <span>{t('record.or')}</span>
          {card.exits.slice(0, 3).map(exit => (
            <span key={exit.key} className={css.exit}>
              <PhaseGlyph phase={exit.phase} size={12} />
              {exit.title}
            </span>
          ))}
        </p>
      )}
    </nav>
  )
}

function Item({ item }: { item: PathItem }) {
  const { t } = useTranslation()
  const { span } = useFormat()
  if (item.kind === 'fold') {
    return (
      <li className={css.step} data-kind={item.side} title={item.steps.map(step => step.title).join(' → ')}>
        <span className={css.fold}>{t('record.pathMore', { count: item.steps.length })}</span>
      </li>
    )
  }
  const { step } = item
  const time = step.kind === 'walked' && step.seconds !== undefined ? span(step.seconds) : ''
  return (
    <li className={css.step} data-kind={step.kind} aria-current={step.kind === 'current' ? 'step' : undefined}>
      {step.kind === 'current' ? (
        <StatusChip phase={step.phase} title={step.title} size="lg" />
      ) : (
        <span className={css.name} title={[step.title, time].filter(Boolean).join(', ')}>
          <Mark step={step} />
          <span className={css.title}>{step.title}</span>
          {time && <span className={css.time}>{time}</span>}
          <span className="k-vh">{t(step.kind === 'walked' ? 'record.pathWalked' : 'record.pathAhead')}</span>
        </span>
      )}
    </li>
  )
}

const Mark = ({ step }: { step: PathStep }) =>
  step.kind === 'walked' ? (
    <Icon name="pass" size={16} className={css.tick} />
  ) : (
    <span className={css.dot} aria-hidden />
  )
