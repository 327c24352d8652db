import { useSyncExternalStore } from 'react'
import { useCounts } from '../api/hooks'

/** A decision that waits a few seconds, so that it can be taken back. */
export interface Pending {
  record: string // "slug/id"
  action: string // title of the button
  title: string // of the record
  until: number // ms since the epoch
  send: (leaving: boolean) => Promise<void>
}

const delayMs = 10_000
let pending: Pending | null = null
let decided: ReadonlySet<string> = new Set()
let timer: ReturnType<typeof setTimeout> | undefined
const listeners = new Set<() => void>()

function set(next: Pending | null): void {
  pending = next
  for (const l of listeners) l()
}

function mark(record: string, isDecided: boolean): void {
  const next = new Set(decided)
  if (isDecided) next.add(record)
  else next.delete(record)
  decided = next
}

/** Puts a decision off by ten seconds. The one that waited before goes at once: only the last can be taken back. */
export function decideSoon(decision: Omit<Pending, 'until'>): void {
  flush()
  mark(decision.record, true)
  set({ ...decision, until: Date.now() + delayMs })
  timer = setTimeout(flush, delayMs)
}

/** Sends what waits. */
export function flush(leaving = false): void {
  clearTimeout(timer)
  const due = pending
  if (!due) return
  set(null)
  due
    .send(leaving)
    .catch(() => {}) // send tells the person itself
    .finally(() => {
      mark(due.record, false)
      set(pending)
    })
}

/** Takes the decision back. False when there is none. */
export function undo(): boolean {
  if (!pending) return false
  clearTimeout(timer)
  mark(pending.record, false)
  set(null)
  return true
}

// A page that is left must not swallow a decision.
window.addEventListener('pagehide', () => flush(true))

const subscribe = (l: () => void) => {
  listeners.add(l)
  return () => {
    listeners.delete(l)
  }
}

export const usePending = () => useSyncExternalStore(subscribe, () => pending)

/** Records whose decision is on its way: queues leave them out until they are read again. */
export const useDecided = () => useSyncExternalStore(subscribe, () => decided)

/** How much waits for me, without what I have just decided. */
export function useWaiting(): number {
  const waiting = useCounts().data?.inbox ?? 0
  const decided = useDecided().size
  return waiting < 0 ? waiting : Math.max(0, waiting - decided) // -1: more than are counted
}
