import { Button } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { useState } from 'react'
import { newKey } from '../api/client'
import { errorText } from '../api/fault'
import type { Remark, Round } from '../api/process'
import type { Card, Refs, TypeMeta } from '../api/types'
import { useTranslation } from '../i18n'
import { useFormat } from '../i18n/locale'
import { Avatar, Tag } from '../parts'
import { personOf } from '../record/people'
import type { Asking } from './RouteDialog'
import { ballot } from './sheet'
import css from './sheet.module.css'
import { useBallot } from './useSheet'

interface Props {
  round: Round
  refs: Refs
  type: TypeMeta
  card: Card
  onAsk: (asking: Asking) => void
}

/** Objections of a round: said, answered, resolved. */
export function Remarks({ round, refs, type, card, onAsk }: Props) {
  const { t } = useTranslation()
  const may = round.may.includes('remark')
  if (round.remarks.length === 0 && !may) return null
  return (
    <div className={css.remarks}>
      {round.remarks.length > 0 && <h4 className={css.remarksTitle}>{t('sheet.remarks')}</h4>}
      <ul>
        {round.remarks.map(remark => (
          <One key={remark.id} remark={remark} round={round} refs={refs} type={type} card={card} onAsk={onAsk} />
        ))}
      </ul>
      {may && (
        <Button variant="default" size="xs" onClick={() => onAsk({ what: 'remark', round, step: null })}>
          {t('sheet.remark')}
        </Button>
      )}
    </div>
  )
}

function One({ remark, round, refs, type, card, onAsk }: Props & { remark: Remark }) {
  const { t } = useTranslation()
  const { t: common } = useTranslation()
  const f = useFormat()
  const send = useBallot(type, card.row.id)
  const [busy, setBusy] = useState(false)
  const by = personOf(remark.by, refs)
  async function resolve() {
    setBusy(true)
    try {
      await send(round.route, ballot(round, null, { verdict: 'resolve', remark: remark.id }), newKey())
    } catch (error) {
      notifications.show({ color: 'red', message: errorText(error, common) })
    } finally {
      setBusy(false)
    }
  }
  return (
    <li className={css.remark} data-resolved={Boolean(remark.resolved) || undefined}>
      <Avatar name={by?.title ?? ''} id={by?.id ?? ''} size={20} />
      <span className={css.remarkBy}>
        {by?.title} <span className={css.quiet}>{f.instantShort(remark.at)}</span>{' '}
        {remark.resolved ? (
          <Tag tone="ok">{t('sheet.resolvedMark', { when: f.instantShort(remark.resolved) })}</Tag>
        ) : (
          remark.blocking && <Tag tone="warn">{t('sheet.blockingMark')}</Tag>
        )}
      </span>
      <span className={css.remarkText}>{remark.text}</span>
      {remark.answer && (
        <span className={css.answer}>
          <b>{t('sheet.answered', { name: personOf(remark.answerer, refs)?.title ?? '' })}</b> {remark.answer}
        </span>
      )}
      {remark.may.length > 0 && (
        <span className={css.remarkTools}>
          {remark.may.includes('answer') && (
            <Button
              size="compact-xs"
              variant="default"
              onClick={() => onAsk({ what: 'answer', round, step: null, remark: remark.id })}
            >
              {t('sheet.answer')}
            </Button>
          )}
          {remark.may.includes('resolve') && (
            <Button size="compact-xs" variant="default" loading={busy} onClick={() => void resolve()}>
              {t('sheet.resolve')}
            </Button>
          )}
        </span>
      )}
    </li>
  )
}
