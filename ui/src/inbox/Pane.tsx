import IconClock from '@tabler/icons-react/dist/esm/icons/IconClock.mjs'
import IconExternalLink from '@tabler/icons-react/dist/esm/icons/IconExternalLink.mjs'
import { Link } from '@tanstack/react-router'
import { lazy, Suspense } from 'react'
import { useCard, useType } from '../api/hooks'
import type { InboxItem, Refs } from '../api/types'
import { RowClock } from '../clock/RowClock'
import { useTranslation } from '../i18n'
import { nameBeside } from '../lib/name'
import { Deadline, ErrorState, MoneyText, PersonName, SkeletonRows, StatusChip } from '../parts'
import classes from './inbox.module.css'
import { PaneActions } from './PaneActions'

// Views of all kinds come after the list is on the screen.
const Facts = lazy(() => import('./Facts'))

interface Props {
  item: InboxItem
  refs: Refs
  onDecided: () => void
}

/** Enough of a record to decide on it. The rest is one key away. */
export function Pane({ item, refs, onDecided }: Props) {
  const { t } = useTranslation()
  const type = useType(item.type)
  const card = useCard(item.type, item.id)
  const author = item.author ? refs[item.author] : null
  return (
    <article className={classes.pane} aria-label={item.title}>
      <div className={classes.paneBody} data-scroll-restoration-id="pane">
        <header className={classes.head}>
          <div className={classes.headMain}>
            <h2 className={classes.headTitle}>{nameBeside(item.number, item.title)}</h2>
            <p className={classes.headLine}>
              <StatusChip phase={item.phase} title={item.statusTitle} />
              {item.number && <span>{item.number}</span>}
              {author && <PersonName person={author} />}
              {item.deadline && <Deadline value={item.deadline} />}
              <RowClock clock={item.clock} short={false} />
            </p>
          </div>
          <div className={classes.headSide}>
            {item.amount && (
              <b className={classes.headSum}>
                <MoneyText value={item.amount} currency={item.currency ?? ''} />
              </b>
            )}
            <Link to="/t/$slug/$id" params={{ slug: item.type, id: item.id }} search={{}} className={classes.openCard}>
              {t('inbox.openCard')} <IconExternalLink size={14} aria-hidden />
            </Link>
          </div>
        </header>
        {card.data && type ? (
          <Suspense fallback={<SkeletonRows rows={8} />}>
            <Facts card={card.data} type={type} />
          </Suspense>
        ) : card.error ? (
          <ErrorState error={card.error} onRetry={() => card.refetch()} />
        ) : (
          <SkeletonRows rows={8} />
        )}
      </div>
      {item.waits && <Waits waits={item.waits} />}
      {card.data && <PaneActions item={item} card={card.data} onDecided={onDecided} />}
    </article>
  )
}

/** What stands before my step, and whose that is. */
function Waits({ waits }: { waits: NonNullable<InboxItem['waits']> }) {
  const { t } = useTranslation()
  return (
    <p className={classes.waits}>
      <IconClock size={16} stroke={1.8} aria-hidden />
      <span>
        <b>{t('inbox.notYet', { step: waits.title })}</b> {waits.text}
        {waits.by && waits.by.length > 0 && ` — ${waits.by.map(who => who.title).join(', ')}`}
      </span>
    </p>
  )
}
