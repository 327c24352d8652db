import { useDebouncedValue } from '@mantine/hooks'
import { useCallback, useEffect, useMemo, useRef, useState } from 'react'
import { api } from '../../api/client'
import type { OptionsAnswer, OptionsOf } from '../../api/hooks'
import type { FormAnswer, TypeMeta } from '../../api/types'
import { useStudio } from '../shell/context'

interface Previewed {
  broken: number
  as: { key: string; title: string }
  type: TypeMeta | null
  form: FormAnswer | null
}

export interface Shown {
  type: TypeMeta | null // as it was when the draft was last whole
  broken: number
  hidden: boolean // who looks never sees such records
  failed: boolean
  who: string
  known: boolean
}

const waitMs = 250

/** The form of the draft as somebody would see it; what was seen last stays while the draft has errors. */
export function usePreview(type: string, as: string) {
  const { changes } = useStudio()
  const [files] = useDebouncedValue(changes.files, waitMs)
  const [shown, setShown] = useState<Shown>({
    type: null,
    broken: 0,
    hidden: false,
    failed: false,
    who: '',
    known: false,
  })
  const turn = useRef(0)
  const ask = useCallback(
    async (body: object, signal?: AbortSignal): Promise<FormAnswer | null> => {
      const own = ++turn.current
      try {
        const got = await api.post<Previewed>('/config/form', { files, type, as, ...body }, { signal })
        if (own === turn.current) setShown(old => taken(old, got))
        return got.form
      } catch (error) {
        if (own === turn.current && !signal?.aborted) setShown(old => ({ ...old, failed: true, known: true }))
        throw error
      }
    },
    [files, type, as],
  )
  useEffect(() => {
    const abort = new AbortController()
    void ask({}, abort.signal).catch(() => undefined)
    return () => abort.abort()
  }, [ask])
  const options = useMemo<OptionsOf>(
    () => ({
      key: [type, as, files],
      ask: ({ field, q, values }, signal) =>
        api.post<OptionsAnswer>('/config/options', { files, type, as, field, q, values }, { signal }),
    }),
    [files, type, as],
  )
  return { shown, ask, options }
}

function taken(old: Shown, got: Previewed): Shown {
  if (got.broken > 0) return { ...old, broken: got.broken, failed: false, known: true }
  const same = got.type !== null && JSON.stringify(got.type) === JSON.stringify(old.type)
  return {
    type: same ? old.type : got.type,
    broken: 0,
    hidden: got.type === null,
    failed: false,
    who: got.as.title,
    known: true,
  }
}
