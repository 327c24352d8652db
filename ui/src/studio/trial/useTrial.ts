import { useMutation } from '@tanstack/react-query'
import { useEffect, useRef, useState } from 'react'
import { api } from '../../api/client'
import type { Files } from '../draft/types'
import { useDraft, useStudio } from '../shell/context'
import { isUnsound, type Unsound } from './types'

/**
 * A question about the draft that takes its time: it is asked, counted in seconds, and may be given up. An answer to
 * texts that have been changed since is old. The server answers diagnostics in place of a result when the draft has mistakes.
 */
export function useTrial<Asked extends object, Answer extends object>(path: string) {
  const store = useDraft()
  const { changes } = useStudio()
  const stop = useRef<AbortController | null>(null)
  const [of, setOf] = useState<Files | null>(null)
  const ask = useMutation({
    mutationFn: async (asked: Asked) => {
      await store.flush()
      const { files } = store.get().changes
      setOf(files)
      stop.current = new AbortController()
      try {
        return await api.post<Answer | Unsound>(path, { files, ...asked }, { signal: stop.current.signal })
      } catch (error) {
        if (error instanceof DOMException && error.name === 'AbortError') return null
        throw error
      }
    },
  })
  useEffect(() => () => stop.current?.abort(), [])
  const answer = ask.data && !isUnsound(ask.data) ? ask.data : null
  return {
    run: (asked: Asked) => ask.mutate(asked),
    stop: () => stop.current?.abort(),
    running: ask.isPending,
    answer: ask.isPending ? null : answer,
    unsound: !!ask.data && isUnsound(ask.data),
    old: answer !== null && of !== changes.files,
    error: ask.error,
  }
}
