import { useCallback, useEffect, useRef, useState } from 'react'
import { useMeta } from '../api/hooks'
import type { Cells } from '../fields/cell'
import { type Draft, draftKey, dropDraft, loadDraft, saveDraft } from './draft'

const WAIT_MS = 800

export interface DraftKeeper {
  /** What was found on opening the form. */
  found: Draft | null
  /** When it was kept last; false: the device refused. */
  kept: string | false | null
  files: number
  /** Something was typed and not sent. */
  dirty: boolean
  touch: () => void
  keep: () => void
  forget: () => void
}

/** Keeps the form on this device while it is typed. */
export function useDraft(
  slug: string,
  id: string | undefined,
  revision: number | undefined,
  cells: () => Cells,
): DraftKeeper {
  const { me } = useMeta()
  const key = draftKey(me.id, slug, id)
  const [found] = useState(() => loadDraft(localStorage, key))
  const [kept, setKept] = useState<string | false | null>(null)
  const [files, setFiles] = useState(0)
  const [dirty, setDirty] = useState(false)
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  const read = useRef(cells)
  read.current = cells

  const keep = useCallback(() => {
    clearTimeout(timer.current)
    const at = new Date().toISOString()
    const ok = saveDraft(localStorage, key, read.current(), at, revision)
    setKept(ok && at)
    setFiles(loadDraft(localStorage, key)?.files.length ?? 0)
  }, [key, revision])

  useEffect(() => () => clearTimeout(timer.current), [])

  return {
    found,
    kept,
    files,
    dirty,
    keep,
    touch: () => {
      setDirty(true)
      clearTimeout(timer.current)
      timer.current = setTimeout(keep, WAIT_MS)
    },
    forget: () => {
      clearTimeout(timer.current)
      dropDraft(localStorage, key)
      setDirty(false)
      setKept(null)
    },
  }
}
