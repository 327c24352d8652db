import type { Query } from '@tanstack/react-query'
import { useSyncExternalStore } from 'react'
import { queries } from './queries'

/**
 * What was seen last stays on the device, so that the program opens without a network. It belongs to one person and is
 * wiped when that person signs out or the sign-in runs out.
 */

const database = 'kontora'
const table = 'answers'
const most = 80
const waitMs = 800
const longest = 400_000 // characters of one answer; longer ones are not worth the room

/** Answers worth keeping: what the shell needs, queues, lists and cards. */
const kept = new Set([
  'meta',
  'counts',
  'home',
  'inbox',
  'list',
  'count',
  'views',
  'card',
  'history',
  'comments',
  'pick',
  'blank',
])

interface Kept {
  key: string
  user: string
  at: number
  data: unknown
}

let opening: Promise<IDBDatabase> | null = null

function open(): Promise<IDBDatabase> {
  opening ??= new Promise<IDBDatabase>((done, fail) => {
    const request = indexedDB.open(database, 1)
    request.onupgradeneeded = () => request.result.createObjectStore(table, { keyPath: 'key' })
    request.onsuccess = () => done(request.result)
    request.onerror = () => fail(request.error)
  })
  return opening
}

async function inStore<T>(mode: IDBTransactionMode, work: (store: IDBObjectStore) => IDBRequest<T>): Promise<T> {
  const request = work((await open()).transaction(table, mode).objectStore(table))
  return new Promise((done, fail) => {
    request.onsuccess = () => done(request.result)
    request.onerror = () => fail(request.error)
  })
}

/** Keeps from now on what is answered to this person. A device that refuses keeps nothing. */
export function keepAnswers(user: () => string | undefined): void {
  const waiting = new Map<string, ReturnType<typeof setTimeout>>()
  queries.getQueryCache().subscribe(({ type, query, ...event }) => {
    if (type !== 'updated' || !('action' in event) || event.action.type !== 'success') return
    if (event.action.manual && restored) return // what restore has just put back
    setRestored(false)
    const whose = user()
    if (!whose || !kept.has(String(query.queryKey[0]))) return
    clearTimeout(waiting.get(query.queryHash))
    waiting.set(
      query.queryHash,
      setTimeout(() => {
        waiting.delete(query.queryHash)
        if (user() === whose) void save(query, whose).catch(() => {})
      }, waitMs),
    )
  })
}

async function save(query: Query, user: string): Promise<void> {
  const { data, dataUpdatedAt: at } = query.state
  const text = JSON.stringify(data)
  if (text === undefined || text.length > longest) return
  await inStore('readwrite', store => store.put({ key: query.queryHash, user, at, data: JSON.parse(text) } as Kept))
  const all = (await inStore('readonly', store => store.getAll())) as Kept[]
  for (const old of oldest(all, most)) await inStore('readwrite', store => store.delete(old.key))
}

/** Those that go when there are too many; what the shell needs never does. */
export function oldest<T extends Pick<Kept, 'key' | 'at'>>(all: T[], room: number): T[] {
  const meta = JSON.stringify(['meta'])
  return all
    .filter(entry => entry.key !== meta)
    .sort((a, b) => b.at - a.at)
    .slice(room)
}

/** Puts back what this person saw last. False when the shell itself was never kept. */
export async function restoreAnswers(user: string): Promise<boolean> {
  try {
    const all = ((await inStore('readonly', store => store.getAll())) as Kept[]).filter(entry => entry.user === user)
    if (!all.some(entry => entry.key === JSON.stringify(['meta']))) return false
    setRestored(true)
    for (const { key, data, at } of all) queries.setQueryData(JSON.parse(key), data, { updatedAt: at })
    return true
  } catch {
    return false
  }
}

/** Nothing of a person stays. */
export async function forgetAnswers(): Promise<void> {
  setRestored(false)
  await inStore('readwrite', store => store.clear()).catch(() => {})
}

let restored = false
const listeners = new Set<() => void>()

function setRestored(next: boolean): void {
  if (restored === next) return
  restored = next
  for (const l of listeners) l()
  clearInterval(asking)
  if (next) asking = setInterval(() => void askAgain(), askEveryMs)
}

const askEveryMs = 3000
let asking: ReturnType<typeof setInterval> | undefined

/** A browser does not always tell when the line is back: it may have had a network all along that led nowhere. */
async function askAgain(): Promise<void> {
  const answered = await fetch('/api/health', { cache: 'no-store' }).then(
    r => r.ok,
    () => false,
  )
  if (answered && restored) await queries.refetchQueries({ type: 'active' })
}

const subscribe = (l: () => void) => {
  listeners.add(l)
  return () => {
    listeners.delete(l)
  }
}

/** The screens show what was kept: the server has not answered yet. */
export const useRestored = () => useSyncExternalStore(subscribe, () => restored)

const onScreen = (query: Query) =>
  query.isActive() && ['home', 'inbox', 'list', 'card'].includes(String(query.queryKey[0]))

/** Since when what is on the screen has not been asked again; 0 when nothing is. */
export const useShownSince = () =>
  useSyncExternalStore(
    l => queries.getQueryCache().subscribe(l),
    () => {
      const times = queries
        .getQueryCache()
        .getAll()
        .filter(query => onScreen(query) && query.state.dataUpdatedAt > 0)
        .map(query => query.state.dataUpdatedAt)
      return times.length > 0 ? Math.min(...times) : 0
    },
  )
