import { useParams } from '@tanstack/react-router'
import { lazy, Suspense } from 'react'
import { useTranslation } from '../../i18n'
import { EmptyState, SkeletonRows } from '../../parts'

const pages = {
  past: lazy(() => import('./PastPage')),
  walk: lazy(() => import('./WalkPage')),
  unused: lazy(() => import('./UnusedPage')),
}

/** One way of asking a draft, or what is in force, how it does: the address names it. */
export function TrialPage() {
  const { t } = useTranslation()
  const { what = '' } = useParams({ strict: false })
  const Page = Object.hasOwn(pages, what) ? pages[what as keyof typeof pages] : null
  if (!Page) return <EmptyState title={t('studio.nothing')}>{t('studio.nothingBody')}</EmptyState>
  return (
    <Suspense fallback={<SkeletonRows rows={6} height={44} />}>
      <Page />
    </Suspense>
  )
}
