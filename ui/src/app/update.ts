import { registerSW } from 'virtual:pwa-register'
import { useSyncExternalStore } from 'react'

let apply: (() => void) | null = null
const listeners = new Set<() => void>()

/** Keeps the shell on the device. A new version waits until the person agrees: a form may be half filled. */
export function startUpdates(): void {
  if (!import.meta.env.PROD) return
  const update = registerSW({
    onNeedRefresh() {
      apply = () => update(true)
      for (const l of listeners) l()
    },
  })
}

const subscribe = (l: () => void) => {
  listeners.add(l)
  return () => {
    listeners.delete(l)
  }
}

/** Loads the waiting version; null while there is none. */
export const useUpdate = () => useSyncExternalStore(subscribe, () => apply)
