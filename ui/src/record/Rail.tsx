import { lazy, Suspense } from 'react'
import { useTranslation } from 'react-i18next'
import { useMeta } from '../api/hooks'
import type { Card, FieldMeta, TypeMeta } from '../api/types'
import { isEmpty } from '../fields/cell'
import { PEOPLE } from '../fields/lookup'
import { kindOf } from '../fields/registry'
import { withWords } from '../i18n'
import { useFormat } from '../i18n/locale'
import { Deadline, PersonName } from '../parts'
import { dueOf } from './cells'
import { peopleOf } from './people'
import { PointingHere, Related } from './Related'
import css from './record.module.css'

const ApprovalSheet = lazy(withWords(() => import('../approval/ApprovalSheet'), 'process'))
const Signatures = lazy(withWords(() => import('../sign/Signatures'), 'sign'))
const AccountBox = lazy(withWords(() => import('../account/AccountBox'), 'admin'))

interface Props {
  type: TypeMeta
  card: Card
}

/** Beside the facts: people, dates, what belongs to this record, the rules it lives by. */
export function RecordRail({ type, card }: Props) {
  const { t } = useTranslation()
  const { date } = useFormat()
  return (
    <aside className={css.rail} aria-label={t('record.people')}>
      <Suspense>{type.approvals && <ApprovalSheet type={type} card={card} />}</Suspense>
      <Suspense>{type.signs && <Signatures type={type} card={card} />}</Suspense>
      {card.account && (
        <Suspense>
          <AccountBox card={card} account={card.account} />
        </Suspense>
      )}
      <People type={type} card={card} />
      <Dates type={type} card={card} />
      {card.related.map(group => (
        <Related key={`${group.field}/${group.type}`} group={group} card={card} />
      ))}
      <PointingHere type={type} card={card} />
      <p className={css.rules}>{t('record.rules', { version: card.config.revision, date: date(card.config.at) })}</p>
    </aside>
  )
}

function People({ type, card }: Props) {
  const { t } = useTranslation()
  const { me } = useMeta()
  const people = peopleOf(type, card)
  if (people.length === 0) return null
  return (
    <section className={css.box}>
      <h2 className={css.boxTitle}>{t('record.people')}</h2>
      {people.map(({ role, person }) => (
        <div key={role} className={css.personRow}>
          <PersonName person={person} size={28} />
          <span className={css.personRole}>
            {t(`record.${role}`)}
            {person?.id === me.id && ` · ${t('record.you')}`}
          </span>
        </div>
      ))}
    </section>
  )
}

/** What the engine keeps, apart from people, status and number: when it came, when it changed, what else is dated. */
function Dates({ type, card }: Props) {
  const { t } = useTranslation()
  const dated = type.fields.filter(
    field =>
      field.engine && (field.kind === 'instant' || field.kind === 'date') && !isEmpty(card.row.values[field.key]),
  )
  const other = type.fields.filter(field => field.engine && isShown(field) && !isEmpty(card.row.values[field.key]))
  const rows = [...dated, ...other]
  const deadline = dueOf(type, card)
  if (rows.length === 0 && !deadline) return null
  return (
    <section className={css.box}>
      <h2 className={css.boxTitle}>{t('record.dates')}</h2>
      <dl className={css.facts}>
        {deadline && (
          <div>
            <dt>{type.fields.find(field => field.key === type.deadline)?.title}</dt>
            <dd>
              <Deadline value={deadline} />
            </dd>
          </div>
        )}
        {rows.map(field => {
          const { View } = kindOf(field)
          return (
            <div key={field.key}>
              <dt>{field.title}</dt>
              <dd>
                <View
                  field={field}
                  value={card.row.values[field.key] ?? null}
                  refs={card.refs}
                  values={card.row.values}
                  home={{ slug: card.row.type, id: card.row.id }}
                />
              </dd>
            </div>
          )
        })}
      </dl>
    </section>
  )
}

/** Engine fields worth a line: references to other things than people; status, number and revision stand elsewhere. */
const isShown = (field: FieldMeta) => field.kind === 'ref' && field.target !== PEOPLE
