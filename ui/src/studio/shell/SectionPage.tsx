import { useParams } from '@tanstack/react-router'
import { Suspense } from 'react'
import { useTranslation } from '../../i18n'
import { EmptyState, SkeletonRows } from '../../parts'
import { useConfig } from './context'
import { packSections, typeSections } from './sections'

/** The section that the address names. */
export function SectionPage() {
  const { t } = useTranslation()
  const { pack = '', type = '', section = '' } = useParams({ strict: false })
  const config = useConfig()
  const found = [...(type ? typeSections : packSections)].find(s => s.key === section)
  const there = type ? config.type(type, pack) : config.pack(pack)
  if (!found || !there) return <EmptyState title={t('studio.nothing')}>{t('studio.nothingBody')}</EmptyState>
  const View = found.view
  return (
    <Suspense fallback={<SkeletonRows rows={6} height={44} />}>
      <View key={`${pack}/${type}`} pack={pack} type={type} />
    </Suspense>
  )
}
