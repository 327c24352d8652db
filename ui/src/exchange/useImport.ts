import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { FaultError } from '../api/fault'
import { keys } from '../api/keys'
import type { TypeMeta } from '../api/types'
import { check, drop, type Import, isGoing, look, most, type Plan, run, send, total } from './import'

const lookEveryMs = 700

export type Step = 'file' | 'match' | 'check' | 'done'

/** One import from the file to the outcome: sent, matched, checked, run, looked after while it goes. */
export function useImport(type: TypeMeta) {
  const client = useQueryClient()
  const [sent, setSent] = useState<Import>()
  const [plan, setPlan] = useState<Plan>()
  const [isMatching, setMatching] = useState(true)
  const [wasRun, setWasRun] = useState(false)
  const id = sent?.id ?? ''
  const state = useQuery({
    queryKey: ['import', id],
    queryFn: () => look(id),
    enabled: id !== '',
    staleTime: lookEveryMs,
    refetchInterval: query => (isGoing(query.state.data?.state) ? lookEveryMs : false),
  })
  const took = (job: Import) => client.setQueryData(['import', job.id], job)
  const upload = useMutation({
    mutationFn: ({ file, name }: { file: Blob; name: string }) => {
      const megabytes = file.size / 2 ** 20
      return megabytes > most.megabytes ? Promise.reject(tooLarge()) : send(type.slug, file, name)
    },
    onSuccess: job => {
      took(job)
      setSent(job)
      setPlan(job.plan)
      setMatching(true)
      setWasRun(false)
    },
  })
  const go = useMutation({
    mutationFn: ({ of, by, trial }: { of: string; by: Plan; trial: boolean }) => (trial ? check : run)(of, by),
    onSuccess: (job, { trial }) => {
      took(job)
      setMatching(false)
      setWasRun(!trial)
    },
  })
  const stop = useMutation({
    mutationFn: () => drop(id),
    onSettled: () => client.invalidateQueries({ queryKey: ['import', id] }),
  })
  const job = id === '' ? undefined : (state.data ?? sent)
  const brought = job ? total(job.tally) : 0
  useEffect(() => {
    if (brought === 0 || isGoing(job?.state)) return
    client.invalidateQueries({ queryKey: keys.list(type.slug) })
    client.invalidateQueries({ queryKey: keys.count(type.slug) })
  }, [brought, job?.state, client, type.slug])
  return {
    job,
    columns: sent?.columns ?? [],
    fields: sent?.fields ?? [],
    plan,
    setPlan,
    step: stepOf(job, isMatching),
    wasRun,
    upload: (file: Blob, name: string) => upload.mutate({ file, name }),
    check: () => plan && go.mutate({ of: id, by: { ...plan, whole: false }, trial: true }),
    run: (whole: boolean) => plan && go.mutate({ of: id, by: { ...plan, whole }, trial: false }),
    goOn: (left: Import) => {
      setSent(left)
      setPlan(left.plan)
      setMatching(false)
      if (left.state !== 'running') go.mutate({ of: left.id, by: left.plan, trial: false })
    },
    stop: () => stop.mutate(),
    match: () => {
      go.reset()
      setMatching(true)
    },
    again: () => {
      upload.reset()
      go.reset()
      setSent(undefined)
      client.invalidateQueries({ queryKey: ['imports', type.slug] })
    },
    busy: upload.isPending || go.isPending,
    error: upload.error ?? go.error ?? state.error ?? stop.error,
  }
}

/** Where an import stands. One that was stopped before any row came is matched anew. */
function stepOf(job: Import | undefined, isMatching: boolean): Step {
  if (!job) return 'file'
  if (job.state === 'checking') return 'check'
  if (job.state === 'running' || job.state === 'done' || job.state === 'broken') return 'done'
  if (job.state === 'checked' && !isMatching) return 'check'
  return ['cancelled', 'failed'].includes(job.state) && total(job.tally) > 0 ? 'done' : 'match'
}

const tooLarge = () =>
  new FaultError({
    status: 413,
    message: '',
    data: {},
    fault: { kind: 'limit', code: 'import_too_large', params: { max: most.megabytes } },
  })
