import { useQuery } from '@tanstack/react-query'
import { api } from '../../api/client'
import { useMeta } from '../../api/hooks'
import { useTranslation } from '../../i18n'
import { useStudio } from '../shell/context'
import type { Usage } from '../trial/types'
import { useBoard } from './board'
import css from './side.module.css'

const days = 90

/** How often a transition was taken lately, as history has it; nothing for one that is not in force yet. */
export function Taken({ step }: { step: string }) {
  const { t } = useTranslation()
  const { type } = useBoard()
  const { live } = useStudio()
  const slug = useMeta().types.find(one => one.key === type.ref)?.slug
  const { data } = useQuery({
    queryKey: ['studio', 'unused', days, 'all', live.revision],
    queryFn: () => api.get<Usage>('/config/unused', { days, all: 1 }),
    enabled: slug !== undefined,
    staleTime: 5 * 60_000,
    retry: false,
  })
  const use = data?.items.find(one => one.kind === 'transition' && one.type === slug && one.key === step)
  if (!use) return null
  return <p className={css.now}>{t('studioGraph.taken', { count: use.recent, days })}</p>
}
