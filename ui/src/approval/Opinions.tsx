import { Button } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { useState } from 'react'
import { newKey } from '../api/client'
import { errorText } from '../api/fault'
import type { Opinion, Round, Step } from '../api/process'
import type { Card, Refs, TypeMeta } from '../api/types'
import { useTranslation } from '../i18n'
import { useFormat } from '../i18n/locale'
import { Avatar } from '../parts'
import { personOf } from '../record/people'
import type { Asking } from './RouteDialog'
import { ballot } from './sheet'
import css from './sheet.module.css'
import { useBallot } from './useSheet'

interface Props {
  step: Step
  round: Round
  refs: Refs
  type: TypeMeta
  card: Card
  onAsk: (asking: Asking) => void
}

/** What colleagues were asked at a step, and what they think; it decides nothing. */
export function Opinions({ step, ...rest }: Props) {
  const { t } = useTranslation()
  if (step.opinions.length === 0) return null
  return (
    <div className={css.opinions}>
      <h5 className={css.opinionsTitle}>{t('sheet.opinions')}</h5>
      <ul>
        {step.opinions.map(opinion => (
          <One key={opinion.id} opinion={opinion} step={step} {...rest} />
        ))}
      </ul>
    </div>
  )
}

function One({ opinion, step, round, refs, type, card, onAsk }: Props & { opinion: Opinion }) {
  const { t } = useTranslation()
  const f = useFormat()
  const send = useBallot(type, card.row.id)
  const [busy, setBusy] = useState(false)
  const of = personOf(opinion.of, refs)
  const giver = opinion.giver ? personOf(opinion.giver, refs)?.title : ''
  async function unask() {
    setBusy(true)
    try {
      await send(round.route, ballot(round, step, { verdict: 'unask', opinion: opinion.id }), newKey())
    } catch (error) {
      notifications.show({ color: 'red', message: errorText(error, t) })
    } finally {
      setBusy(false)
    }
  }
  return (
    <li className={css.opinion} data-state={opinion.state}>
      <Avatar name={of?.title ?? ''} id={of?.id ?? ''} size={20} />
      <span className={css.remarkBy}>
        {of?.title}{' '}
        <span className={css.quiet}>
          {t(`sheet.opinionState.${opinion.state}`, { when: f.instantShort(opinion.given ?? opinion.at) })}
          {giver && ` · ${t('sheet.opinionBy', { name: giver })}`}
        </span>
      </span>
      {opinion.question && (
        <span className={css.remarkText}>
          <span className={css.quiet}>{t('sheet.question', { name: personOf(opinion.by, refs)?.title ?? '' })}</span>{' '}
          {opinion.question}
        </span>
      )}
      {opinion.text && <q className={css.opinionText}>{opinion.text}</q>}
      {opinion.may.length > 0 && (
        <span className={css.remarkTools}>
          {opinion.may.includes('reply') && (
            <Button size="compact-xs" variant="default" onClick={() => onAsk({ what: 'reply', round, step })}>
              {t('sheet.reply')}
            </Button>
          )}
          {opinion.may.includes('unask') && (
            <Button size="compact-xs" variant="default" loading={busy} onClick={() => void unask()}>
              {t('sheet.unask')}
            </Button>
          )}
        </span>
      )}
    </li>
  )
}
