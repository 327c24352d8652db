import type { Phase } from '../../api/types'
import { names, object, text, titleOf } from '../doc/config'
import type { Json, JsonObject } from '../doc/json'

/** A state as the whole declaration has it. */
export interface State {
  key: string
  title: string
  phase: Phase
  isOpen: boolean
}

/** A transition as the whole declaration has it. */
export interface Step {
  key: string
  title: string
  from: string[] // as written: keys and @sets
  to: string // a key, @same or @previous
  who: Json | undefined
  byItself: boolean // no button: a condition or the engine runs it
  onEdit: boolean
  guards: number
  danger: boolean
}

/** States and transitions of a type in their order. */
export interface Life {
  initial: string
  states: State[]
  steps: Step[]
}

const closed = new Set<Phase>(['done', 'closed', 'cancelled'])

/** Reads the life cycle of a type, as far as it is written. Nothing of it is taken for right. */
export function readLife(whole: JsonObject): Life {
  const life = object(whole.lifecycle)
  const steps = Object.entries(object(life.transitions)).map(([key, one]) => stepOf(key, object(one)))
  const leaves = new Set(steps.flatMap(step => step.from))
  const states = Object.entries(object(life.states)).map(([key, one], at) => {
    const phase = (text(object(one).phase) || inferred(at === 0, leaves.has(key))) as Phase
    return { key, title: titleOf(one, key), phase, isOpen: !closed.has(phase) }
  })
  return { initial: text(life.initial) || (states[0]?.key ?? ''), states, steps }
}

/** The engine's own guess where no phase is written. */
const inferred = (isFirst: boolean, hasExit: boolean): Phase => (isFirst ? 'new' : hasExit ? 'active' : 'done')

function stepOf(key: string, one: JsonObject): Step {
  const who = one.who ?? undefined
  return {
    key,
    title: titleOf(one, key),
    from: names(one.from),
    to: text(one.to),
    who,
    byItself: text(one.auto) !== '' || (names(who).length > 0 && names(who).every(w => w === 'system')),
    onEdit: names(one.on_edit).length > 0,
    guards: (Array.isArray(one.guards) ? one.guards.length : 0) + (Array.isArray(one.require) ? one.require.length : 0),
    danger: one.danger === true,
  }
}

export const stateOf = (life: Life, key: string): State | undefined => life.states.find(s => s.key === key)
export const stepNamed = (life: Life, key: string): Step | undefined => life.steps.find(s => s.key === key)

/** Whether a name in `from` or `in` takes a state in. */
export const covers = (name: string, state: State): boolean =>
  name === state.key || name === '@all' || name === '*' || (name === '@open' && state.isOpen)

/** Transitions that leave a state, sets counted. */
export const exitsOf = (life: Life, state: State): Step[] =>
  life.steps.filter(step => step.from.some(name => covers(name, state)))
