import { useDebouncedValue } from '@mantine/hooks'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { api } from '../../api/client'
import { isFault } from '../../api/fault'
import type { Files } from '../draft/types'
import { useStudio } from '../shell/context'
import type { AccessAnswer } from './types'

const calmMs = 350
const none: Files = {}

const accessQuery = (type: string, hash: string, files: Files) => ({
  queryKey: ['studio', 'access', type, hash, files],
  queryFn: () => api.post<AccessAnswer>('/config/access', { files, type }),
  placeholderData: keepPreviousData<AccessAnswer>,
  retry: (count: number, error: Error) => !isFault(error) && count < 1,
  staleTime: 60_000,
})

/** Who has what in which state: under the draft, and in force to be compared with. */
export function useAccess(type: string) {
  const { live, changes } = useStudio()
  const asked = useMemo(() => ({ files: changes.files }), [changes.files])
  const [calm] = useDebouncedValue(asked, calmMs)
  const isChanged = Object.keys(calm.files).length > 0
  const draft = useQuery(accessQuery(type, live.hash, isChanged ? calm.files : none))
  const force = useQuery({ ...accessQuery(type, live.hash, none), enabled: isChanged })
  return {
    answer: draft.data,
    live: isChanged ? force.data : undefined,
    isOld: asked !== calm || draft.isPlaceholderData,
    error: draft.error,
    again: () => void draft.refetch(),
  }
}
