import { names, object, titleOf } from '../doc/config'
import type { Json, JsonObject, Path } from '../doc/json'
import { covers, exitsOf, type Life, type State, stateOf } from './life'
import { refsTo } from './refs'

/** Something else of the type that names a state or a transition. */
export interface Use {
  path: Path // of the thing: ["sla", "resolution"]
  part: string // "sla"
  title: string
  decl: string // declaration and word by which it names it: clock, pause
  word: string // '' for a clock that ticks or stands still without naming the state
  paused?: boolean
}

const declOf: Record<string, string> = {
  approvals: 'route',
  postings: 'posting',
  ensure: 'ensure',
  sla: 'clock',
  timers: 'timer',
}

/** Routes, clocks, contributions, timers that name the state, by its key or by a set. */
export function usesOfState(whole: JsonObject, life: Life, state: State): Use[] {
  const named = usesOf(
    whole,
    refsTo('state', whole)
      .filter(({ value }) => covers(value, state))
      .map(r => r.path),
  )
  const ticking = clocksIn(whole, life, state)
    .filter(({ key }) => !named.some(use => use.part === 'sla' && use.path[1] === key))
    .map(({ key, paused }) => ({
      path: ['sla', key],
      part: 'sla',
      title: titleOf(object(whole.sla)[key], key),
      decl: 'clock',
      word: '',
      paused,
    }))
  return [...named, ...ticking]
}

export function usesOfStep(whole: JsonObject, key: string): Use[] {
  return usesOf(
    whole,
    refsTo('transition', whole)
      .filter(({ value }) => value === key)
      .map(r => r.path),
  )
}

function usesOf(whole: JsonObject, paths: Path[]): Use[] {
  return paths.flatMap(path => {
    const [part = '', key = '', word = ''] = path.map(String)
    const decl = declOf[part]
    if (!decl) return []
    return [{ path: path.slice(0, 2), part, title: titleOf(object(whole[part])[key], key), decl, word }]
  })
}

/** Clocks that run while a record is in a state, or stand still there. */
export function clocksIn(whole: JsonObject, life: Life, state: State): { key: string; paused: boolean }[] {
  if (!state.isOpen) return []
  return Object.entries(object(whole.sla)).flatMap(([key, clock]) => {
    const { start, pause, stop, cancel } = object(clock)
    if ([stop, cancel].some(moment => isIn(moment, state))) return []
    if (!startsBefore(start, life, state, moment => isIn(stop, moment) || isIn(cancel, moment))) return []
    return [{ key, paused: isIn(pause, state) }]
  })
}

/** A moment is a list of states, or an object that has one; a bare text is a condition. */
const isIn = (moment: Json | undefined, state: State): boolean =>
  names(Array.isArray(moment) ? moment : object(moment).states).some(name => covers(name, state))

/** A clock that starts in certain states runs there and wherever a record goes from them without stopping it. */
function startsBefore(start: Json | undefined, life: Life, state: State, ends: (state: State) => boolean): boolean {
  const first = life.states.filter(s => isIn(start, s))
  if (first.length === 0) return true
  const seen = new Set(first)
  for (const here of seen) {
    if (here.key === state.key) return true
    for (const step of exitsOf(life, here)) {
      const next = stateOf(life, step.to)
      if (next && !ends(next)) seen.add(next)
    }
  }
  return false
}

/** How many of the fields that people edit somewhere are closed in a state. */
export interface Locks {
  closed: number
  all: boolean
}

export function locksIn(whole: JsonObject, life: Life, state: State): Locks {
  const editable = (at: State) => new Set([...byMatrix(whole, life, at), ...byStep(whole, life, at)])
  const somewhere = new Set(life.states.flatMap(s => [...editable(s)]))
  const here = editable(state)
  return { closed: somewhere.size - here.size, all: somewhere.size > 0 && here.size === 0 }
}

function byMatrix(whole: JsonObject, life: Life, state: State): string[] {
  const fields = fieldsOf(whole)
  if (whole.edit === undefined) return state.key === life.initial ? fields : []
  return Object.entries(object(whole.edit)).flatMap(([written, states]) => {
    const open = Object.entries(object(states)).some(
      ([keys, who]) => who !== null && keys.split(' ').some(key => covers(key, state)),
    )
    return open ? written.split(' ').flatMap(name => expand(whole, name)) : []
  })
}

const byStep = (whole: JsonObject, life: Life, state: State): string[] =>
  exitsOf(life, state)
    .filter(step => step.onEdit)
    .flatMap(step => names(object(object(object(whole.lifecycle).transitions)[step.key]).on_edit))
    .flatMap(name => expand(whole, name))

function expand(whole: JsonObject, name: string): string[] {
  const fields = fieldsOf(whole)
  if (name === '*') return fields
  const list = name.startsWith('@') ? names(object(whole.groups)[name.slice(1)]) : [name]
  return list.filter(key => fields.includes(key))
}

/** Fields that a person can type into. */
function fieldsOf(whole: JsonObject): string[] {
  return Object.entries(object(object(whole.data).properties)).flatMap(([key, field]) => {
    const f = object(field)
    const made = ['x-computed', 'x-inverse', 'x-number'].some(word => word in f) || f.readOnly === true
    return made ? [] : [key]
  })
}
