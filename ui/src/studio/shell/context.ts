import { createContext, useCallback, useContext, useMemo, useSyncExternalStore } from 'react'
import { Config, type TypeFile } from '../doc/config'
import { pathsOf, textOf } from '../draft/changes'
import type { DraftStore, Studio } from '../draft/store'
import type { Diagnostic } from '../draft/types'

export const StudioContext = createContext<DraftStore | null>(null)

/** The draft in work. */
export function useDraft(): DraftStore {
  const store = useContext(StudioContext)
  if (!store) throw new Error('outside the Studio')
  return store
}

/** The state of the draft; the screen is drawn anew with every change. */
export function useStudio(): Studio {
  const store = useDraft()
  return useSyncExternalStore(store.subscribe, store.get)
}

const configs = new WeakMap<object, Config>()

/** The configuration with the draft's changes, as its files say it. */
export function useConfig(): Config {
  const { live, changes } = useStudio()
  return useMemo(() => {
    const known = configs.get(changes.files)
    if (known) return known
    const config = new Config(pathsOf(live.files, changes.files), path => textOf(live.files, changes.files, path))
    configs.set(changes.files, config)
    return config
  }, [live, changes.files])
}

export function useTypeFile(pack: string, key: string): TypeFile | undefined {
  return useConfig().type(key, pack)
}

/** The text of a file of the draft; '' when there is none. */
export function useText(file: string): string {
  const { live, changes } = useStudio()
  return textOf(live.files, changes.files, file) ?? ''
}

/** Changes one file by a function of its text. Several calls in a row see each other's work. */
export function useEdit(file: string): (turn: (text: string) => string, label: string) => void {
  const store = useDraft()
  return useCallback(
    (turn, label) => {
      const before = store.text(file) ?? ''
      const after = turn(before)
      if (after !== before) store.edit({ [file]: after }, label)
    },
    [store, file],
  )
}

const noProblems: Diagnostic[] = []

export function useProblems(file?: string): Diagnostic[] {
  const { problems } = useStudio()
  return useMemo(() => (problems ?? noProblems).filter(p => file === undefined || p.file === file), [problems, file])
}
