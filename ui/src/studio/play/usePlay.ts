import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { api } from '../../api/client'
import { useDraft } from '../shell/context'
import type { Mail, Seen, Step, Told } from './types'

export interface Chapter {
  events: Told[]
  mail: Mail[]
}

/** A play of the draft: opened anew when it is asked for, and told step by step. */
export function usePlay() {
  const store = useDraft()
  const [seen, setSeen] = useState<Seen | null>(null)
  const [types, setTypes] = useState<Seen['types']>([])
  const [story, setStory] = useState<Chapter[]>([])
  const [script, setScript] = useState<string | null>(null)

  function take(answer: Seen, back = false) {
    setSeen(answer)
    setScript(null)
    if (answer.types) setTypes(answer.types)
    if (back) setStory(old => old.slice(0, -1))
    else if (answer.ok && answer.steps > 0) setStory(old => [...old, { events: answer.events, mail: answer.mail }])
  }
  const ask = (body: object, play = seen?.play) => api.post<Seen>(`/config/play/${play}`, body)
  const open = useMutation({
    mutationFn: async (seed: string) => {
      await store.flush()
      return api.post<Seen | { diagnostics: unknown[] }>('/config/play', {
        files: store.get().changes.files,
        seed: seed || undefined,
      })
    },
    onSuccess: answer => {
      setStory([])
      if ('play' in answer) take(answer)
    },
  })
  const step = useMutation({
    mutationFn: ({ play, ...one }: Step & { play?: string }) => ask({ step: one }, play),
    onSuccess: answer => take(answer),
  })
  const back = useMutation({ mutationFn: () => ask({ back: true }), onSuccess: answer => take(answer, true) })
  const save = useMutation({
    mutationFn: (title: string) =>
      api.post<{ text: string; passed: boolean }>(`/config/play/${seen?.play}`, { save: { title } }),
    onSuccess: answer => setScript(answer.text),
  })
  const error = open.error ?? step.error ?? back.error ?? save.error
  const busy = open.isPending || step.isPending || back.isPending || save.isPending
  return { seen, types: types ?? [], story, script, open, step, back, save, error, busy }
}
