import { object, type TypeFile, titleOf } from '../doc/config'
import { isObject, type Json, type JsonObject, type Path } from '../doc/json'
import { type Word, wordsOf } from '../grammar/grammar'
import { inWhole, spread } from '../panel/place'

/** What conditions are listed under, in this order. */
export const groupKeys = [
  'rules',
  'unique',
  'guards',
  'autos',
  'required',
  'visible',
  'readonly',
  'options',
  'computed',
  'effects',
  'approvals',
  'clocks',
  'facts',
  'access',
  'views',
] as const
export type GroupKey = (typeof groupKeys)[number]

/** One expression of a type, and where it stands. */
export interface Condition {
  group: GroupKey
  at: Path // of the expression
  thing: Path // of the declared thing that it belongs to
  decl: string
  word: Word
  source: string
  message: string // what is said when it refuses
  trail: string[] // titles of what it stands in, outermost first
  inherited: boolean
}

/** Things that are one line of the list, with the word that makes them what they are. */
const mains: Record<string, string> = { rule: 'check', guard: 'check', unique: 'while' }

/** Every expression of a type, own or inherited. */
export function conditionsOf(type: TypeFile): Condition[] {
  const found = inThing('type', type.whole, [], [])
  return found
    .map(c => ({ ...c, inherited: !isOwn(type.own, c) }))
    .toSorted((a, b) => groupKeys.indexOf(a.group) - groupKeys.indexOf(b.group))
}

type Found = Omit<Condition, 'inherited'>

function inThing(decl: string, value: Json | undefined, path: Path, trail: string[]): Found[] {
  const own = spread(decl, value)
  const main = mains[decl]
  return wordsOf(decl).flatMap(word => {
    if (main && word.name !== main) return []
    const written = main === undefined ? own[word.name] : (own[word.name] ?? '')
    if (written === undefined || written === null) return []
    return inWord({ decl, word, own, thing: path, trail }, written, [...path, word.name])
  })
}

interface Here {
  decl: string
  word: Word
  own: JsonObject
  thing: Path
  trail: string[]
}

function inWord(here: Here, value: Json, at: Path): Found[] {
  const { word, trail } = here
  switch (word.shape) {
    case 'expr':
    case 'value':
      return one(here, value, at)
    case 'exprs':
      return [value].flat().flatMap((item, i) => one(here, item, Array.isArray(value) ? [...at, i] : at))
    case 'decl':
      return inThing(word.of ?? '', value, at, trail)
    case 'decls':
      return [value]
        .flat()
        .flatMap((item, i) => inThing(word.of ?? '', item, Array.isArray(value) ? [...at, i] : at, trail))
    case 'map':
      return Object.entries(object(value)).flatMap(([key, item]) =>
        word.of
          ? inThing(word.of, item, [...at, key], [...trail, titleOf(spread(word.of, item), key)])
          : inMap(here, item, [...at, key]),
      )
  }
  return []
}

function inMap(here: Here, value: Json, at: Path): Found[] {
  const shape = here.word.item
  if (shape !== 'expr' && shape !== 'value') return []
  const trail = [...here.trail, String(at.at(-1))]
  return one({ ...here, word: { ...here.word, shape }, trail }, value, at)
}

function one(here: Here, value: Json, at: Path): Found[] {
  const { decl, word, own, thing, trail } = here
  if (typeof value !== 'string' || (word.shape === 'value' && !value.startsWith('='))) return []
  const message = typeof own.message === 'string' ? own.message : ''
  const source = value === '' && Array.isArray(own.key) ? own.key.join(', ') : value
  return [{ group: groupOf(at, decl, word.name), at, thing, decl, word, source, message, trail }]
}

const byWord: Record<string, GroupKey> = {
  'rule.check': 'rules',
  'unique.while': 'unique',
  'guard.check': 'guards',
  'transition.auto': 'autos',
  'field.x-required': 'required',
  'field.x-visible': 'visible',
  'field.x-readonly': 'readonly',
  'field.x-options': 'options',
}

const byPlace: Record<string, GroupKey> = {
  approvals: 'approvals',
  sla: 'clocks',
  timers: 'clocks',
  postings: 'facts',
  ensure: 'facts',
  access: 'access',
  deny: 'access',
  views: 'views',
  data: 'computed',
}

function groupOf(at: Path, decl: string, word: string): GroupKey {
  const said = byWord[`${decl}.${word}`] ?? byPlace[String(at[0])]
  return said ?? (decl === 'require' ? 'guards' : 'effects')
}

/** The file of the type says it itself. */
function isOwn(own: JsonObject, { at, thing, decl, word }: Found): boolean {
  const short = inWhole(own, thing)
  if (short !== undefined && !isObject(short)) return spread(decl, short)[word.name] !== undefined
  return inWhole(own, at) !== undefined || (mains[decl] !== undefined && isObject(short))
}

/** The condition that a place of the file belongs to. */
export function conditionAt(conditions: Condition[], place: Path): Condition | undefined {
  const under = (top: Path) => top.every((key, i) => place[i] === key)
  return (
    conditions.find(c => under(c.at)) ??
    conditions.find(c => mains[c.decl] !== undefined && under(c.thing)) ??
    conditions.find(c => samePlace(c.thing, place))
  )
}

const samePlace = (a: Path, b: Path) => a.length === b.length && a.every((key, i) => b[i] === key)

/** A thing whose other words are shown beside its expression. */
export const isWhole = (c: Condition): boolean => mains[c.decl] !== undefined

/** Conditions in which every word of a question is found. */
export function sought(conditions: Condition[], question: string): Condition[] {
  const words = question.toLowerCase().split(/\s+/).filter(Boolean)
  return conditions.filter(c => {
    const text = [c.source, c.message, ...c.trail].join(' ').toLowerCase()
    return words.every(w => text.includes(w))
  })
}

/** Where a transition leads, for telling when a condition of it is asked. */
export function transitionOf(type: TypeFile, path: Path): { title: string; from: string[]; to: string } | null {
  if (path[0] !== 'lifecycle' || path[1] !== 'transitions' || path[2] === undefined) return null
  const declared = object(object(object(type.whole.lifecycle).transitions)[String(path[2])])
  const state = (key: string) => titleOf(object(object(type.whole.lifecycle).states)[key], key)
  const from = [declared.from ?? []].flat().filter(s => typeof s === 'string')
  return {
    title: titleOf(declared, String(path[2])),
    from: from.map(state),
    to: typeof declared.to === 'string' ? state(declared.to) : '',
  }
}
