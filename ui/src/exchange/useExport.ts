import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { drop, type Export, look, start } from './export'

const lookEveryMs = 700

/** One export from the wish to the file: begun, looked after while it runs, stopped. */
export function useExport() {
  const client = useQueryClient()
  const [id, setId] = useState('')
  const [stopped, setStopped] = useState(false)
  const key = ['export', id]
  const begin = useMutation({
    mutationFn: start,
    onSuccess: begun => {
      client.setQueryData(['export', begun.id], begun)
      setId(begun.id)
    },
  })
  const state = useQuery({
    queryKey: key,
    queryFn: () => look(id),
    enabled: id !== '' && !stopped,
    staleTime: lookEveryMs,
    refetchInterval: query => (query.state.data?.state === 'running' ? lookEveryMs : false),
  })
  const stop = useMutation({
    mutationFn: () => drop(id),
    onMutate: () => setStopped(true),
  })
  return {
    begin: (body: object) => {
      setId('')
      setStopped(false)
      begin.mutate(body)
    },
    stop: () => stop.mutate(),
    job: (id === '' ? undefined : state.data) as Export | undefined,
    busy: begin.isPending,
    stopped,
    error: begin.error ?? state.error ?? stop.error,
  }
}
