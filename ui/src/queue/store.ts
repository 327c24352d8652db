import { useSyncExternalStore } from 'react'
import type { FaultBody, Values } from '../api/types'

/** A new record that was written without a network and waits on this device. Nothing but its sender takes it away. */
export interface Parcel {
  /** Idempotency-Key of every attempt: however often it is sent, the record is made once. */
  key: string
  user: string
  at: number
  slug: string
  body: { fields: Values; force?: boolean; comment?: string }
  files: [field: string, file: File][]
  /** Why the server did not take it; such a one waits for the person, not for the network. */
  refused?: FaultBody
}

const database = 'kontora.queue'
const table = 'parcels'

let opening: Promise<IDBDatabase> | null = null

function open(): Promise<IDBDatabase> {
  opening ??= new Promise<IDBDatabase>((done, fail) => {
    const request = indexedDB.open(database, 1)
    request.onupgradeneeded = () => request.result.createObjectStore(table, { keyPath: 'key' })
    request.onsuccess = () => done(request.result)
    request.onerror = () => {
      opening = null
      fail(request.error)
    }
  })
  return opening
}

/** Resolves when the device has written it down, not before: then the form may be let go. */
async function write(work: (store: IDBObjectStore) => void): Promise<void> {
  const change = (await open()).transaction(table, 'readwrite')
  work(change.objectStore(table))
  await new Promise<void>((done, fail) => {
    change.oncomplete = () => done()
    change.onerror = change.onabort = () => fail(change.error)
  })
}

/** What waits of this person, oldest first. */
export async function parcelsOf(user: string): Promise<Parcel[]> {
  const request = (await open()).transaction(table).objectStore(table).getAll()
  const all = await new Promise<Parcel[]>((done, fail) => {
    request.onsuccess = () => done(request.result as Parcel[])
    request.onerror = () => fail(request.error)
  })
  return all.filter(parcel => parcel.user === user).sort((a, b) => a.at - b.at)
}

export async function keep(parcel: Parcel): Promise<void> {
  await write(store => store.put(parcel))
  await refresh(parcel.user)
}

export async function drop(parcel: Pick<Parcel, 'key' | 'user'>): Promise<void> {
  await write(store => store.delete(parcel.key))
  await refresh(parcel.user)
}

let now: readonly Parcel[] = []
const listeners = new Set<() => void>()

/** Reads anew what waits, for those who show it. */
export async function refresh(user: string): Promise<readonly Parcel[]> {
  now = await parcelsOf(user).catch(() => [])
  for (const listener of listeners) listener()
  return now
}

const subscribe = (listener: () => void) => {
  listeners.add(listener)
  return () => {
    listeners.delete(listener)
  }
}

export const useParcels = () => useSyncExternalStore(subscribe, () => now)
