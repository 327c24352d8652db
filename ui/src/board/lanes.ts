import type { FieldMeta, Phase, TypeMeta } from '../api/types'
import { type Column, stateField } from '../list/columns'
import { joinFilters, quote } from '../list/condition'
import type { Counted, ListParams } from '../list/useList'

/** One column of a board: a value of the field that it is laid out by, "" for none. */
export interface Lane {
  key: string
  title: string
  phase?: Phase | undefined
  counted?: Counted | undefined // unknown until the server has told
}

export type Groups = Record<string, Counted>

/** Columns in the order of the configuration, then values that it does not know any more, then none. */
export function lanesOf(type: TypeMeta, field: FieldMeta, groups: Groups | undefined, none: string): Lane[] {
  const states = field.key === stateField && type.states.length > 0
  const known: Lane[] = states ? type.states : (field.options ?? [])
  const strangers = Object.keys(groups ?? {}).filter(key => key !== '' && !known.some(lane => lane.key === key))
  const lanes: Lane[] = [...known, ...strangers.map(key => ({ key, title: key }))]
  if (groups?.['']?.count) lanes.push({ key: '', title: none })
  return lanes.map(({ key, title, phase }) => ({ key, title, phase, counted: groups?.[key] }))
}

/** What a column asks the server for: the list under one more condition. */
export function laneParams(params: ListParams, field: FieldMeta, key: string): ListParams {
  const own = `it.${field.key} == ${key === '' ? 'nil' : quote(key)}`
  return { ...params, filter: joinFilters([params.filter ?? '', own]) }
}

/** Nothing can be there: neither asked for nor given room. */
export const isEmpty = (lane: Lane) => lane.counted?.exact === true && lane.counted.count === 0

/** What a card says, of what the list would: number above, amount and deadline below, people last. */
export interface Parts {
  number?: FieldMeta | undefined
  state?: FieldMeta | undefined
  sum?: FieldMeta | undefined
  due?: FieldMeta | undefined
  person?: FieldMeta | undefined
  rest: FieldMeta[]
}

const restMost = 3

export function partsOf(columns: Column[], type: TypeMeta, field: FieldMeta, people: string): Parts {
  const fields = columns.filter(c => !c.title && c.field.key !== field.key).map(c => c.field)
  const number = fields.find(f => f.kind === 'number')
  const state = type.states.length > 0 ? fields.find(f => f.key === stateField) : undefined
  const sum = fields.find(f => f.kind === 'money')
  const due = fields.find(f => f.key === type.deadline)
  const person = fields.find(f => f.kind === 'ref' && f.target === people && !f.many)
  const taken = new Set([number, state, sum, due, person])
  return { number, state, sum, due, person, rest: fields.filter(f => !taken.has(f)).slice(0, restMost) }
}
