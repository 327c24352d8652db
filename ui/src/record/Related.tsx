import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { useMeta, useRelated } from '../api/hooks'
import type { Card, Refs, RelatedGroup, Row, TypeMeta } from '../api/types'
import { isEmpty } from '../fields/cell'
import { kindOf } from '../fields/registry'
import { StatusChip } from '../parts'
import css from './record.module.css'

/** Records of one relation that the type declares. */
export function Related({ group, refs }: { group: Card['related'][number]; refs: Refs }) {
  const { t } = useTranslation()
  return (
    <section className={css.box}>
      <h2 className={css.boxTitle}>
        {group.title} <span>{group.count}</span>
      </h2>
      <RelatedRows rows={group.rows} refs={refs} />
      {group.count > group.rows.length && (
        <p className={css.quiet}>{t('record.relatedMore', { count: group.count - group.rows.length })}</p>
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

function Pointing({ group, title, refs, id }: { group: RelatedGroup; title: string; refs: Refs; id: string }) {
  const { t } = useTranslation()
  const field = useMeta()
    .types.find(type => type.slug === group.type)
    ?.fields.find(f => f.key === group.field)
  return (
    <section className={css.box}>
      <h2 className={css.boxTitle}>
        {title} <span>{group.exact ? group.count : t('record.relatedOver', { count: group.count })}</span>
      </h2>
      <RelatedRows rows={group.rows} refs={refs} />
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

function RelatedRows({ rows, refs }: { rows: Row[]; refs: Refs }) {
  const { types } = useMeta()
  return (
    <ul className={css.related}>
      {rows.map(row => {
        const type = types.find(candidate => candidate.slug === row.type)
        const info = refs[`${row.type}/${row.id}`]
        const title = info?.title || String(row.values[type?.titleField ?? ''] ?? row.id)
        const amount = type?.fields.find(field => field.kind === 'money' && !isEmpty(row.values[field.key]))
        const state = type?.states.find(s => s.key === (info?.status ?? row.values.status))
        const Money = amount && kindOf(amount).View
        return (
          <li key={row.id}>
            <Link to="/t/$slug/$id" params={{ slug: row.type, id: row.id }} className={css.relatedTitle}>
              {title}
            </Link>
            {(state || amount) && (
              <span className={css.relatedBelow}>
                {state && <StatusChip phase={state.phase} title={state.title} />}
                {Money && amount && (
                  <Money field={amount} value={row.values[amount.key] ?? null} refs={refs} values={row.values} inline />
                )}
              </span>
            )}
          </li>
        )
      })}
    </ul>
  )
}
