import { useSyncExternalStore } from 'react'

// One clock for all screens: it ticks at the turn of a minute, only while somebody looks.
let now = new Date()
let timer: ReturnType<typeof setTimeout> | undefined
const listeners = new Set<() => void>()

function arm() {
  timer = setTimeout(
    () => {
      now = new Date()
      for (const l of listeners) l()
      arm()
    },
    60_000 - (Date.now() % 60_000),
  )
}

function subscribe(listener: () => void) {
  if (listeners.size === 0) {
    now = new Date()
    arm()
  }
  listeners.add(listener)
  return () => {
    listeners.delete(listener)
    if (listeners.size === 0) clearTimeout(timer)
  }
}

export function useNow(): Date {
  return useSyncExternalStore(subscribe, () => now)
}
