import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { useMeta, useRelated } from '../api/hooks'
import type { Card, PointingGroup, Refs, RelatedGroup, Row, TypeMeta } from '../api/types'
import { isEmpty } from '../fields/cell'
import { Icon } from '../fields/Icon'
import { kindOf } from '../fields/registry'
import { isOwed } from '../lib/phase'
import { Deadline, PersonName, StatusChip } from '../parts'
import { personOf } from './people'
import css from './record.module.css'
import { awaited, progress, titleOf, toldApart } from './related'

interface Props {
  group: RelatedGroup
  card: Card
}

/** Records that point here: what is owed first, how far they are, and a new one where one may be added. */
export function Related({ group, card }: Props) {
  const { t } = useTranslation()
  const { types } = useMeta()
  const type = types.find(candidate => candidate.slug === group.type)
  const adds = type?.creatable && type.states.length > 0 && group.here !== undefined
  if (group.count === 0 && !adds) return null
  const done = progress(group)
  const apart = toldApart(group.rows, type, card.refs)
  return (
    <section className={css.box}>
      <h2 className={css.boxTitle}>
        {group.title} <span>{done ? t('record.relatedDone', done) : group.count || ''}</span>
      </h2>
      {done && (
        <div className={css.progress} aria-hidden>
          <div style={{ inlineSize: `${(100 * done.done) / done.total}%` }} />
        </div>
      )}
      <ul className={css.related}>
        {group.rows.map(row => (
          <One key={row.id} row={row} type={type} refs={card.refs} apart={apart} />
        ))}
      </ul>
      {group.count > group.rows.length && (
        <p className={css.quiet}>{t('record.relatedMore', { count: group.count - group.rows.length })}</p>
      )}
      {type && adds && (
        <Link
          to="/t/$slug/new"
          params={{ slug: group.type }}
          search={{ via: group.via, here: group.here, of: `${card.row.type}/${card.row.id}` }}
          className={css.relatedNew}
          aria-label={t('record.relatedNew', { type: type.title })}
        >
          <Icon name="plus" size={16} />
          {type.title}
        </Link>
      )}
    </section>
  )
}

/** What points at this record by ordinary references: the payments of a supplier, the documents of a project. */
export function PointingHere({ type, card }: { type: TypeMeta; card: Card }) {
  const { types } = useMeta()
  const answer = useRelated(type.slug, card.row.id).data
  if (!answer) return null
  return answer.groups.map(group => {
    const of = types.find(candidate => candidate.slug === group.type)
    const twice = answer.groups.some(other => other !== group && other.type === group.type)
    return (
      of && (
        <Pointing
          key={`${group.type}/${group.field}`}
          group={group}
          title={twice ? `${of.plural}: ${group.title}` : of.plural}
          refs={answer.refs}
          id={card.row.id}
        />
      )
    )
  })
}

function Pointing({ group, title, refs, id }: { group: PointingGroup; title: string; refs: Refs; id: string }) {
  const { t } = useTranslation()
  const type = useMeta().types.find(candidate => candidate.slug === group.type)
  const field = type?.fields.find(f => f.key === group.field)
  const apart = toldApart(group.rows, type, refs)
  return (
    <section className={css.box}>
      <h2 className={css.boxTitle}>
        {title} <span>{group.exact ? group.count : t('record.relatedOver', { count: group.count })}</span>
      </h2>
      <ul className={css.related}>
        {group.rows.map(row => (
          <One key={row.id} row={row} type={type} refs={refs} apart={apart} />
        ))}
      </ul>
      {group.next && field?.filterable && field.target && (
        <Link
          to="/t/$slug"
          params={{ slug: group.type }}
          search={{ f: [[group.field, 'in', [id]]] }}
          className={css.relatedAll}
        >
          {t('record.relatedAll')}
        </Link>
      )}
    </section>
  )
}

interface OneProps {
  row: Row
  type: TypeMeta | undefined
  refs: Refs
  apart: boolean
}

function One({ row, type, refs, apart }: OneProps) {
  const { t } = useTranslation()
  const info = refs[`${row.type}/${row.id}`]
  const amount = type?.fields.find(field => field.kind === 'money' && !isEmpty(row.values[field.key]))
  const state = type?.states.find(s => s.key === (info?.status ?? row.values.status))
  const owed = isOwed(state?.phase)
  const due = type?.deadline && owed ? row.values[type.deadline] : null
  const by = type?.assignee ? row.values[type.assignee] : null
  const waits = type && owed ? awaited(type, row, refs) : []
  const Money = amount && kindOf(amount).View
  return (
    <li data-done={(state && !owed) || undefined}>
      <Link to="/t/$slug/$id" params={{ slug: row.type, id: row.id }} className={css.relatedTitle}>
        {!apart && typeof by === 'string' ? <PersonName person={personOf(by, refs)} /> : titleOf(row, type, refs)}
      </Link>
      <span className={css.relatedBelow}>
        {state && <StatusChip phase={state.phase} title={state.title} />}
        {Money && amount && (
          <Money field={amount} value={row.values[amount.key] ?? null} refs={refs} values={row.values} inline />
        )}
        {typeof due === 'string' && <Deadline value={due} />}
      </span>
      {apart && typeof by === 'string' && (
        <span className={css.relatedBelow}>
          <PersonName person={personOf(by, refs)} />
        </span>
      )}
      {waits.length > 0 && (
        <span className={css.relatedWaits}>{t('record.relatedWaits', { what: waits.join(', ') })}</span>
      )}
    </li>
  )
}
