import { Button } from '@mantine/core'
import IconMailOff from '@tabler/icons-react/dist/esm/icons/IconMailOff.mjs'
import { useQuery } from '@tanstack/react-query'
import { Link, Navigate, useRouterState } from '@tanstack/react-router'
import { api } from '../api/client'
import { errorText, isFault } from '../api/fault'
import { useTranslation } from '../i18n'
import { EmptyState, ErrorState, SkeletonRows } from '../parts'
import { Page } from '../shell/Page'

interface Question {
  type: string
  id: string
  action: string
}

/** Where the button of a letter leads: to the card, with its question open. Nothing is decided by coming here. */
export function MailedVote() {
  const { t } = useTranslation()
  const token = useRouterState({ select: state => state.location.hash })
  const asked = useQuery({
    queryKey: ['mailed-vote', token],
    queryFn: () => api.post<Question>('/mailed-vote', { token }),
    retry: false,
    gcTime: 0,
  })
  if (asked.data) {
    const { type, id, action } = asked.data
    return <Navigate to="/t/$slug/$id" params={{ slug: type, id }} search={{ do: action }} replace />
  }
  return (
    <Page title={t('mailedVote.title')} back="/">
      {!asked.error ? (
        <SkeletonRows rows={6} />
      ) : isFault(asked.error) && asked.error.body.code.startsWith('mailed_vote_') ? (
        <EmptyState
          title={t('mailedVote.not')}
          icon={<IconMailOff size={26} stroke={1.5} />}
          actions={<WayOut params={asked.error.body.params ?? {}} />}
        >
          {errorText(asked.error, t)}.
        </EmptyState>
      ) : (
        <ErrorState error={asked.error} onRetry={() => void asked.refetch()} />
      )}
    </Page>
  )
}

function WayOut({ params }: { params: Record<string, unknown> }) {
  const { t } = useTranslation()
  const { slug, id } = params
  return typeof slug === 'string' && typeof id === 'string' ? (
    <Button renderRoot={props => <Link to="/t/$slug/$id" params={{ slug, id }} search={{}} {...props} />}>
      {t('mailedVote.card')}
    </Button>
  ) : (
    <Button renderRoot={props => <Link to="/inbox" {...props} />}>{t('mailedVote.inbox')}</Button>
  )
}
