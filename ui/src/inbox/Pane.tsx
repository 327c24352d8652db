import { Link } from '@tanstack/react-router'
import IconExternalLink from '@tabler/icons-react/dist/esm/icons/IconExternalLink.mjs'
import { useCard, useType } from '../api/hooks'
import type { Card, InboxItem, Refs, TypeMeta } from '../api/types'
import { kindOf } from '../fields/registry'
import { useTranslation } from '../i18n'
import { Deadline, ErrorState, MoneyText, PersonName, SkeletonRows, StatusChip } from '../parts'
import { factsOf } from './facts'
import classes from './inbox.module.css'
import { PaneActions } from './PaneActions'

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
      <div className={classes.paneBody}>
        <header className={classes.head}>
          <div className={classes.headMain}>
            <h2 className={classes.headTitle}>{item.title}</h2>
            <p className={classes.headLine}>
              <StatusChip phase={item.phase} title={item.statusTitle} />
              {item.number && <span>{item.number}</span>}
              {author && <PersonName person={author} />}
              {item.deadline && <Deadline value={item.deadline} />}
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
          <Facts card={card.data} type={type} />
        ) : card.error ? (
          <ErrorState error={card.error} onRetry={() => card.refetch()} />
        ) : (
          <SkeletonRows rows={8} />
        )}
      </div>
      {card.data && <PaneActions item={item} card={card.data} onDecided={onDecided} />}
    </article>
  )
}

function Facts({ card, type }: { card: Card; type: TypeMeta }) {
  return (
    <div className={classes.facts}>
      {factsOf(type, card).map(section => (
        <section key={section.key}>
          <h3 className={classes.section}>{section.title}</h3>
          <dl className={classes.pairs}>
            {section.fields.map(field => {
              const { View } = kindOf(field)
              return (
                <div key={field.key} className={classes.pair}>
                  <dt>{field.title}</dt>
                  <dd>
                    <View
                      field={field}
                      value={card.row.values[field.key]}
                      refs={card.refs}
                      values={card.row.values}
                      home={{ slug: type.slug, id: card.row.id }}
                    />
                  </dd>
                </div>
              )
            })}
          </dl>
        </section>
      ))}
    </div>
  )
}
