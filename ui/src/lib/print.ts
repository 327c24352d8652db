import { useSyncExternalStore } from 'react'

const printing = typeof window === 'undefined' ? null : window.matchMedia('print')

const subscribe = (l: () => void) => {
  printing?.addEventListener('change', l)
  return () => printing?.removeEventListener('change', l)
}

/** The page is being put on paper. */
export const usePrinting = () => useSyncExternalStore(subscribe, () => printing?.matches ?? false)
