import { type QueryKey, useQueryClient } from '@tanstack/react-query'
import { useEffect, useRef, useState } from 'react'
import { api, newKey } from '../api/client'
import { errorText } from '../api/fault'
import { useMeta } from '../api/hooks'
import { keys } from '../api/keys'
import type { BulkAnswer, BulkAsked } from '../api/process'
import { useTranslation } from '../i18n'
import { together } from './groups'
import { inTurn, type Job, sizeOf } from './job'
import { dropJob, keepJob } from './kept'

const touched = (parts: BulkAsked[]): QueryKey[] => [
  ...[...new Set(parts.map(part => part.type))].flatMap(slug => [keys.list(slug), keys.count(slug)]),
  keys.counts,
  keys.inbox(),
  keys.home,
]

/**
 * Does something with many records, portion after portion. Sent again after a failure, or after the page was left, it
 * goes on where it was, with the same keys: nothing is done twice.
 */
export function useBulk(place: string, given?: Job) {
  const { t } = useTranslation()
  const { me } = useMeta()
  const client = useQueryClient()
  const [job, setJob] = useState(given)
  const [going, setGoing] = useState(false)
  const [failed, setFailed] = useState('')
  const halt = useRef(false)
  useEffect(() => {
    return () => {
      halt.current = true
    }
  }, [])
  const isDone = job !== undefined && !going && job.answers.length === job.parts.length

  async function carry(next: Job): Promise<boolean> {
    halt.current = false
    setJob(next)
    setGoing(true)
    setFailed('')
    keepJob(localStorage, me.id, next)
    try {
      const ask = (part: BulkAsked, i: number) => api.post<BulkAnswer>('/bulk', part, { key: `${next.key}-${i}` })
      const answers = await inTurn(next.parts, ask, {
        answers: next.answers,
        isStopped: () => halt.current,
        onAnswers: all => {
          const further = { ...next, answers: all }
          setJob(further)
          if (all.length < next.parts.length) keepJob(localStorage, me.id, further)
          else dropJob(localStorage, me.id, next.key)
        },
      })
      return answers.length === next.parts.length
    } catch (error) {
      setFailed(errorText(error, t))
      return false
    } finally {
      setGoing(false)
      for (const queryKey of touched(next.parts)) void client.invalidateQueries({ queryKey })
    }
  }
  /** The same again is the same job; something else is another one. */
  const send = (parts: BulkAsked[], title: string) =>
    carry(
      job && !isDone && JSON.stringify(job.parts) === JSON.stringify(parts)
        ? job
        : { key: newKey(), at: Date.now(), place, title, parts, answers: [] },
    )
  return {
    send,
    goOn: () => job && carry(job),
    /** Not before the next portion: what has been sent is being done. */
    stop: () => {
      halt.current = true
    },
    /** Nothing more of it. */
    drop: () => job && dropJob(localStorage, me.id, job.key),
    going,
    failed,
    isDone,
    /** It was broken off, by the person or by the network, after some of it had been done. */
    isHalf: job !== undefined && !going && !isDone && job.answers.length > 0,
    soFar: job && job.answers.length > 0 ? together(job.answers) : undefined,
    progress: job && { done: job.answers.reduce((n, a) => n + a.results.length, 0), total: sizeOf(job.parts) },
  }
}

export type Bulk = ReturnType<typeof useBulk>
