import { useParams, useSearch } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { useCard, useType } from '../api/hooks'
import { EmptyState, ErrorState } from '../parts'
import { Page } from '../shell/Page'
import { CardSkeleton } from './CardSkeleton'
import { CardView } from './CardView'

interface Props {
  slug?: string
  id?: string
}

/** The page of one record of any type. */
export function RecordPage(props: Props) {
  const params = useParams({ strict: false })
  const search = useSearch({ strict: false }) as { do?: string }
  const slug = props.slug ?? params.slug ?? ''
  const id = props.id ?? params.id ?? ''
  const { t } = useTranslation()
  const type = useType(slug)
  const { data: card, error, refetch } = useCard(slug, id)
  if (!type) {
    return (
      <Page title={t('form.unknownType')} headline>
        <EmptyState title={t('form.unknownType')}>{t('form.unknownTypeBody')}</EmptyState>
      </Page>
    )
  }
  const crumbs = [{ title: type.plural, to: `/t/${slug}` }]
  if (!card) {
    return (
      <Page title={type.title} crumbs={crumbs} back={`/t/${slug}`} headline>
        {error ? (
          <ErrorState error={error} title={t('record.failedTitle')} onRetry={() => void refetch()} />
        ) : (
          <CardSkeleton />
        )}
      </Page>
    )
  }
  return (
    <CardView
      key={`${slug}/${id}`}
      type={type}
      card={card}
      crumbs={crumbs}
      {...(search.do ? { start: search.do } : {})}
    />
  )
}
