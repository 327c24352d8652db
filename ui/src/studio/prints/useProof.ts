import { useDebouncedValue } from '@mantine/hooks'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useEffect, useMemo, useState } from 'react'
import { api } from '../../api/client'
import { isFault } from '../../api/fault'
import { saveFile } from '../../lib/save'
import { useStudio } from '../shell/context'
import type { Proof } from './types'

const calmMs = 500

export interface Asked {
  type: string // pack/key
  print: string
  record: string | null // null: the latest that fits
}

/** A paper of the draft on a record there is, worked out anew when anything changes. What was seen last stays under an error. */
export function useProof({ type, print, record }: Asked) {
  const { changes, live } = useStudio()
  const asked = useMemo(
    () => ({ type, print, record: record ?? '', base: live.hash, files: changes.files }),
    [type, print, record, live.hash, changes.files],
  )
  const [calm] = useDebouncedValue(asked, calmMs)
  const answer = useQuery({
    queryKey: ['studio', 'proof', calm],
    queryFn: ({ signal }) => api.post<Proof>('/config/print', calm, { signal }),
    placeholderData: keepPreviousData,
    retry: (count, error) => !isFault(error) && count < 1,
    staleTime: 30_000,
  })
  const [last, setLast] = useState(answer.data)
  useEffect(() => {
    if (answer.data) setLast(answer.data)
  }, [answer.data])
  return {
    proof: answer.data ?? last,
    error: answer.error,
    isOld: asked !== calm || answer.isPlaceholderData || answer.error !== null,
    openFile: () => openFile(asked),
  }
}

/** Shows the file in a tab of its own; where none may be opened, saves it. */
async function openFile(asked: object): Promise<void> {
  const tab = window.open('', '_blank') // at once: later it would be a pop-up
  try {
    const { blob, name } = await api.file('/config/print/file', asked)
    if (!tab) return saveFile(blob, name)
    const url = URL.createObjectURL(blob)
    tab.location.replace(url)
    setTimeout(() => URL.revokeObjectURL(url), 60_000)
  } catch (error) {
    tab?.close()
    throw error
  }
}
