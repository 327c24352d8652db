import { names, object, type TypeFile } from '../doc/config'
import { isObject, type Json, type JsonObject } from '../doc/json'
import { statesOf } from '../doc/names'

export interface Step {
  key: string
  decl: JsonObject
}

/** Steps in the order in which people are asked: those in one stage are asked at the same time. */
export function stages(steps: JsonObject): Step[][] {
  const out: Step[][] = []
  for (const [key, decl] of Object.entries(steps)) {
    if (!isObject(decl)) continue
    const stage = out.at(-1)
    if (decl.parallel === true && stage) stage.push({ key, decl })
    else out.push([{ key, decl }])
  }
  return out
}

/** How many of those asked have to agree. */
export function modeOf(mode: Json | undefined): { kind: 'any' | 'all' | 'quorum' | 'share'; of: string } {
  if (mode === 'all') return { kind: 'all', of: '' }
  if (isObject(mode)) {
    if (mode.of === 'all') return { kind: 'all', of: '' }
    if (typeof mode.quorum === 'number') return { kind: 'quorum', of: String(mode.quorum) }
    if (typeof mode.share === 'string') return { kind: 'share', of: mode.share }
  }
  return { kind: 'any', of: '' }
}

/** Where a new route most likely goes on: the first state after the beginning that something leaves, and what leaves it. */
export function whereAsked(type: TypeFile | undefined): { state: string; outcomes: JsonObject } {
  const states = statesOf(type).map(s => s.value)
  const ways = Object.entries(object(object(type?.whole.lifecycle).transitions))
  const leaving = (state: string) => ways.filter(([, w]) => names(object(w).from).includes(state)).map(([key]) => key)
  const state = states.slice(1).find(s => leaving(s).length > 0) ?? states[1] ?? states[0] ?? ''
  const [approved = ways[0]?.[0] ?? '', rejected] = leaving(state)
  return { state, outcomes: rejected ? { approved, rejected } : { approved } }
}
