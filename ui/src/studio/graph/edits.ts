import { object, titleOf } from '../doc/config'
import { moveKey, remove, set } from '../doc/edit'
import { isObject, type Json, type JsonObject, keysAt, type Path, valueAt } from '../doc/json'
import { keyFrom } from '../doc/keys'
import { renameThing } from './refs'

// Edits of the file of one type. `base` is what the types have that it extends: of that only the difference is written.

export type Kind = 'state' | 'transition'

export const placeOf = (kind: Kind, key: string): Path => ['lifecycle', `${kind}s`, key]
const inBase = (base: JsonObject, kind: Kind, key: string): Json | undefined =>
  object(object(base.lifecycle)[`${kind}s`])[key]

export interface Added {
  source: string
  key: string
}

/** A new state before another one, or at the end. */
export function addState(source: string, taken: string[], title: string, before: string | undefined): Added {
  const key = keyFrom(title, taken, 'state')
  return { key, source: set(source, placeOf('state', key), { title, phase: 'active' }, before) }
}

/** A transition that nobody may run yet: whom to let is the author's to say. */
export function addStep(source: string, taken: string[], title: string, from: string, to: string): Added {
  const key = keyFrom(title, taken, 'step')
  return { key, source: set(source, placeOf('transition', key), { title, from, to }) }
}

/** Takes a state or a transition away; what a base has is taken away by null. */
export function take(source: string, base: JsonObject, kind: Kind, key: string): string {
  const path = placeOf(kind, key)
  return inBase(base, kind, key) === undefined ? remove(source, path) : set(source, path, null)
}

/** Takes a state away with the transitions that only led from it or to it. */
export function takeState(source: string, base: JsonObject, whole: JsonObject, key: string): string {
  let out = take(source, base, 'state', key)
  for (const [step, one] of Object.entries(object(object(whole.lifecycle).transitions))) {
    const from = listed(object(one).from)
    if (object(one).to === key) out = take(out, base, 'transition', step)
    else if (from.includes(key)) out = takeSource(out, base, step, from, key)
  }
  return object(whole.lifecycle).initial === key ? remove(out, ['lifecycle', 'initial']) : out
}

const listed = (value: Json | undefined): string[] =>
  typeof value === 'string' ? [value] : Array.isArray(value) ? value.map(String) : []

/** A transition does not leave this state any more; one that leaves no state is taken away. */
export function takeSource(source: string, base: JsonObject, step: string, from: string[], state: string): string {
  const left = from.filter(name => name !== state)
  const [only] = left
  if (only === undefined) return take(source, base, 'transition', step)
  return set(source, [...placeOf('transition', step), 'from'], left.length === 1 ? only : left)
}

/** Another title. A thing that is not in force yet gets a key that goes with it. */
export function retitle(
  source: string,
  base: JsonObject,
  kind: Kind,
  key: string,
  title: string,
  fresh: { taken: string[] } | null,
): Added {
  const path = placeOf(kind, key)
  const own = valueAt(source, path)
  const isShort =
    typeof own === 'string' || (own === undefined && kind === 'state' && typeof inBase(base, kind, key) === 'string')
  const named = isShort ? set(source, path, title) : set(source, [...path, 'title'], title)
  if (!fresh) return { source: named, key }
  const next = keyFrom(
    title,
    fresh.taken.filter(k => k !== key),
    kind === 'state' ? 'state' : 'step',
  )
  return { source: next === key ? named : renameThing(named, kind, key, next), key: next }
}

/** Moves a state up or down among those that this file declares. */
export function moveState(source: string, key: string, by: -1 | 1): string {
  const keys = keysAt(source, ['lifecycle', 'states'])
  const at = keys.indexOf(key)
  const next = at + by
  if (at < 0 || next < 0 || next >= keys.length) return source
  return moveKey(source, placeOf('state', key), by < 0 ? keys[next] : keys[next + 1])
}

/** Two states and the way between them, for a type that has no life yet. */
export function beginLife(source: string, words: { draft: string; done: string; finish: string }): string {
  return set(source, ['lifecycle'], {
    states: { draft: words.draft, done: words.done },
    transitions: { finish: { title: words.finish, from: 'draft', to: 'done', who: 'author' } },
  })
}

export const isWritten = (own: JsonObject, kind: Kind, key: string): boolean =>
  isObject(own.lifecycle) && key in object(own.lifecycle[`${kind}s`])

export const titleIn = (whole: JsonObject, kind: Kind, key: string): string =>
  titleOf(object(object(whole.lifecycle)[`${kind}s`])[key], key)
