import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { api } from '../api/client'
import type { BulkAnswer, BulkAsked } from '../api/process'
import { together } from './groups'
import { inTurn, sizeOf } from './job'

/** What would come of it, asked portion after portion; null asks nothing. */
export function useTrial(parts: BulkAsked[] | null) {
  const [done, setDone] = useState(0)
  const query = useQuery({
    queryKey: ['bulk', parts],
    queryFn: async ({ signal }) => {
      setDone(0)
      const ask = (part: BulkAsked) => api.post<BulkAnswer>('/bulk', { ...part, dry_run: true }, { signal })
      const onAnswers = (all: BulkAnswer[]) => setDone(all.reduce((n, a) => n + a.results.length, 0))
      return together(await inTurn(parts ?? [], ask, { onAnswers }))
    },
    enabled: parts !== null,
    staleTime: 0,
    gcTime: 0,
    retry: false,
  })
  return { ...query, progress: { done, total: sizeOf(parts ?? []) } }
}
