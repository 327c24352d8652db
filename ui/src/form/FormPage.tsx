import { useQuery } from '@tanstack/react-query'
import { useParams, useSearch } from '@tanstack/react-router'
import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useCard, useMeta } from '../api/hooks'
import type { Card, TypeMeta } from '../api/types'
import { type Cells, isTyped } from '../fields/cell'
import { EmptyState, ErrorState, SkeletonRows } from '../parts'
import { cellsOf, parcelBy } from '../queue/mend'
import { Page } from '../shell/Page'
import { EditForm } from './EditForm'

interface Props {
  slug?: string
  /** The record to change; without it a new one. */
  id?: string | undefined
  /** A record to begin from: its typed values are copied. */
  from?: string | undefined
  /** A record that was written without a network and refused when it was sent. */
  queued?: string | undefined
}

/** Creating and changing a record of any type. */
export function FormPage(props: Props) {
  const params = useParams({ strict: false })
  const search = useSearch({ strict: false }) as { from?: string; via?: string; here?: string; of?: string }
  const slug = props.slug ?? params.slug ?? ''
  const id = props.id ?? params.id
  const from = props.from ?? search.from
  const given = search.via && search.here ? { [search.via]: search.here } : undefined
  const [ofType = '', ofId = ''] = (given && search.of?.split('/')) || []
  return (
    <Opened
      key={`${slug}/${id ?? ''}/${from ?? ''}/${search.here ?? ''}/${props.queued ?? ''}`}
      queued={props.queued}
      slug={slug}
      id={id}
      from={from}
      given={given}
      of={ofType}
      ofId={ofId}
    />
  )
}

interface Beside {
  slug: string
  /** What a new record holds because of the record beside which it is made, and which that is. */
  given?: Cells | undefined
  of: string
  ofId: string
}

function Opened({ slug, id, from, given, of, ofId, queued }: Props & Beside) {
  const { t } = useTranslation()
  const meta = useMeta()
  const type = meta.types.find(candidate => candidate.slug === slug)
  const source = useCard(slug, id ?? from ?? '')
  const beside = useCard(of, ofId).data
  const parcel = useQuery({
    queryKey: ['parcel', queued],
    queryFn: () => parcelBy(meta.me.id, queued ?? ''),
    enabled: Boolean(queued),
    gcTime: 0,
  })
  // A form keeps what it began with; a change by a colleague comes back as a conflict, not under the hands.
  const [begun, setBegun] = useState<Card | null>(null)
  if (source.data && !begun) setBegun(source.data)

  if (!type)
    return plain(
      t('form.unknownType'),
      <EmptyState title={t('form.unknownType')}>{t('form.unknownTypeBody')}</EmptyState>,
    )
  if (!id && !type.creatable) {
    return plain(type.title, <EmptyState title={t('form.notCreatable')}>{t('form.notCreatableBody')}</EmptyState>)
  }
  if (queued && parcel.isPending) return plain(type.title, <SkeletonRows rows={8} />)
  if (id || from) {
    if (source.error && !begun)
      return plain(type.title, <ErrorState error={source.error} onRetry={() => source.refetch()} />)
    if (!begun) return plain(type.title, <SkeletonRows rows={8} />)
  }
  if (id && begun && !begun.can.edit)
    return plain(begun.title, <EmptyState title={t('form.notEditable')}>{firstReason(begun)}</EmptyState>)
  return id && begun ? (
    <EditForm type={type} id={id} card={begun} cells={begun.row.values} refs={begun.refs} />
  ) : (
    <EditForm
      type={type}
      card={null}
      cells={begun ? copyOf(type, begun) : {}}
      given={parcel.data ? cellsOf(type, parcel.data) : given}
      mends={parcel.data ?? undefined}
      refs={{ ...begun?.refs, ...(beside && { [`${of}/${ofId}`]: { type: of, id: ofId, title: beside.title } }) }}
    />
  )
}

const plain = (title: string, body: ReactNode) => (
  <Page title={title} headline>
    {body}
  </Page>
)

/** What a similar record begins with: typed values, without files, which belong to the first record. */
export function copyOf(type: TypeMeta, card: Card): Cells {
  const copied = type.fields.filter(
    field => isTyped(field) && field.kind !== 'file' && card.row.values[field.key] !== undefined,
  )
  return Object.fromEntries(
    copied.map(field => {
      const value = card.row.values[field.key] ?? null
      if (field.kind !== 'rows' || !Array.isArray(value)) return [field.key, value]
      return [field.key, value.map((line, i) => ({ ...(line as object), id: `new:copy${i}` }))]
    }),
  )
}

const firstReason = (card: Card) => Object.values(card.fields).find(state => state.reason)?.reason
