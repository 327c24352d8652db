import { useEffect } from 'react'
import { isNoAnswer } from '../api/fault'
import type { OptionsAnswer } from '../api/hooks'
import type { RefInfo, Refs } from '../api/types'
import { queries } from '../app/queries'

/** How many choices of one field stay on the device. */
const room = 100

interface Answered {
  data?: OptionsAnswer | undefined
  error: unknown
  isError: boolean
  isPlaceholderData: boolean
}

/**
 * What a field offers; without a network, what this person was last offered there. The server judges what is sent.
 */
export function useKnownPicks<A extends Answered>(slug: string, field: string, q: string, answer: A): A {
  const { data, error, isPlaceholderData } = answer
  useEffect(() => {
    if (data && !isPlaceholderData) remember(slug, field, data.options)
  }, [slug, field, data, isPlaceholderData])
  const known = isNoAnswer(error) ? queries.getQueryData<RefInfo[]>(keyOf(slug, field)) : undefined
  if (!known) return answer
  return { ...answer, isError: false, data: { options: known.filter(option => fits(option, q)), more: false } }
}

const keyOf = (slug: string, field: string) => ['pick', slug, field] as const

/** What was offered in a field, by the keys of references. */
export const knownRefs = (slug: string, field: string): Refs =>
  Object.fromEntries(
    (queries.getQueryData<RefInfo[]>(keyOf(slug, field)) ?? []).map(info => [`${info.type}/${info.id}`, info]),
  )

function remember(slug: string, field: string, now: RefInfo[]): void {
  queries.setQueryDefaults(['pick'], { gcTime: Number.POSITIVE_INFINITY })
  const key = keyOf(slug, field)
  queries.setQueryData(key, joined(now, queries.getQueryData<RefInfo[]>(key) ?? []))
}

/** What was offered now first, then what was before. */
export function joined(now: RefInfo[], before: RefInfo[]): RefInfo[] {
  const fresh = new Set(now.map(option => `${option.type}/${option.id}`))
  return [...now, ...before.filter(option => !fresh.has(`${option.type}/${option.id}`))].slice(0, room)
}

const fits = (option: RefInfo, q: string) => option.title.toLocaleLowerCase().includes(q.trim().toLocaleLowerCase())
