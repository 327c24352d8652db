import { useEffect } from 'react'
import { pb } from './pb'

/** What changed among the records I may see. */
export interface WorkEvent {
  type: string // slug
  id: string
  action: string
}

/** Listens to a topic while the component lives. A lost line is reopened by the client itself. */
export function useTopic<T>(topic: string, listener: (message: T) => void, enabled = true): void {
  useEffect(() => {
    if (!enabled) return
    let gone = false
    let stop: (() => void) | undefined
    pb.realtime
      .subscribe(topic, message => listener(message as T))
      .then(unsubscribe => {
        if (gone) unsubscribe()
        else stop = unsubscribe
      })
      .catch(() => {}) // no realtime: the screens still refetch on focus
    return () => {
      gone = true
      stop?.()
    }
  }, [topic, listener, enabled])
}

type Listener = (event: WorkEvent) => unknown
const listeners = new Set<Listener>()

/** The shell feeds this from "kontora/work". */
export function announceWork(event: WorkEvent): void {
  for (const l of listeners) l(event)
}

export function useWork(listener: Listener): void {
  useEffect(() => {
    listeners.add(listener)
    return () => {
      listeners.delete(listener)
    }
  }, [listener])
}
