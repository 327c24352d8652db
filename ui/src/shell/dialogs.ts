import { useSyncExternalStore } from 'react'

/** The one dialog of the shell that is open. */
export type ShellDialog = 'create' | 'keys' | 'notices' | 'search' | 'menu' | 'more' | null

let open: ShellDialog = null
const listeners = new Set<() => void>()

export function showDialog(dialog: ShellDialog): void {
  open = dialog
  for (const l of listeners) l()
}

export const closeDialog = () => showDialog(null)

const subscribe = (l: () => void) => {
  listeners.add(l)
  return () => {
    listeners.delete(l)
  }
}

export const useDialog = () => useSyncExternalStore(subscribe, () => open)
