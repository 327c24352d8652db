import { useDebouncedValue } from '@mantine/hooks'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useEffect, useMemo, useState } from 'react'
import { api } from '../../api/client'
import { isFault } from '../../api/fault'
import { useStudio } from '../shell/context'
import type { Tried } from './types'

/** On what an expression is tried. */
export interface Trial {
  record: string | null
  as: string | null
  at: string
}

export interface Asked {
  file: string
  path: string // as the engine writes it
  text: string
  type?: string // slug of the record's type
  args?: Record<string, string>
}

const calmMs = 500

/** What an expression of the draft gives on a record. It is asked again when anything changes, and at once when told to. */
export function useTry(asked: Asked, { record, as, at }: Trial, enabled: boolean) {
  const { changes } = useStudio()
  const question = JSON.stringify({ ...asked, record: record ?? undefined, as: as ?? undefined, at: at || undefined })
  const subject = useMemo(() => ({ question, files: changes.files }), [question, changes.files])
  const [calm] = useDebouncedValue(subject, calmMs)
  const [told, setTold] = useState<object | null>(null)
  const isAsked = enabled && asked.text.trim() !== '' && (calm === subject || told === subject)
  const answer = useQuery({
    queryKey: ['studio', 'try', question, changes.files],
    queryFn: () => api.post<Tried>('/config/try', { ...JSON.parse(question), files: changes.files }),
    enabled: isAsked,
    placeholderData: keepPreviousData,
    retry: (count, error) => !isFault(error) && count < 1,
    staleTime: 30_000,
  })
  const [last, setLast] = useState(answer.data)
  useEffect(() => {
    if (answer.data) setLast(answer.data)
  }, [answer.data])
  return {
    tried: answer.data ?? (answer.error ? undefined : last),
    error: answer.error,
    isOld: answer.isPlaceholderData || !isAsked,
    again: () => {
      setTold(subject)
      if (isAsked) void answer.refetch()
    },
  }
}
