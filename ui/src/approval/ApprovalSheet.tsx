import { Button } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import type { Card, TypeMeta } from '../api/types'
import { Icon } from '../fields/Icon'
import { useTranslation } from '../i18n'
import { ErrorState, SkeletonRows } from '../parts'
import { RoundBox } from './RoundBox'
import type { Asking } from './RouteDialog'
import { RouteDialog } from './RouteDialog'
import { split } from './sheet'
import css from './sheet.module.css'
import { useSheet } from './useSheet'

interface Props {
  type: TypeMeta
  card: Card
}

/** Who has approved, whose turn it is and what has happened to votes; rounds that are over are one click away. */
export default function ApprovalSheet({ type, card }: Props) {
  const { t } = useTranslation()
  const sheet = useSheet(type, card)
  const [asking, setAsking] = useState<Asking | null>(null)
  const [all, setAll] = useState(false)
  if (sheet.error && !sheet.data)
    return (
      <section className={css.box}>
        <ErrorState error={sheet.error} title={t('sheet.failed')} onRetry={() => void sheet.refetch()} />
      </section>
    )
  if (!sheet.data)
    return (
      <section className={css.box}>
        <SkeletonRows rows={3} />
      </section>
    )
  const { rounds, refs } = sheet.data
  const { shown, earlier } = split(rounds)
  if (shown.length === 0) return null
  return (
    <section className={css.box} aria-labelledby="sheet-title">
      <div className={css.boxHead}>
        <h2 id="sheet-title" className={css.boxTitle}>
          {t('sheet.title')}
        </h2>
        <Link
          to="/t/$slug/$id/approvals"
          params={{ slug: type.slug, id: card.row.id }}
          className={css.print}
          aria-label={t('sheet.print')}
          title={t('sheet.print')}
        >
          <Icon name="print" size={16} />
        </Link>
      </div>
      {shown.map(round => (
        <RoundBox
          key={`${round.route}/${round.number}`}
          round={round}
          refs={refs}
          type={type}
          card={card}
          onAsk={setAsking}
        />
      ))}
      {earlier.length > 0 && (
        <Button variant="subtle" size="compact-sm" aria-expanded={all} onClick={() => setAll(!all)} className={css.all}>
          {t(all ? 'sheet.hideEarlier' : 'sheet.earlier')} {!all && earlier.length}
        </Button>
      )}
      {all &&
        earlier.map(round => (
          <RoundBox
            key={`${round.route}/${round.number}`}
            round={round}
            refs={refs}
            type={type}
            card={card}
            onAsk={setAsking}
          />
        ))}
      {asking && <RouteDialog asking={asking} type={type} card={card} refs={refs} onClose={() => setAsking(null)} />}
    </section>
  )
}
