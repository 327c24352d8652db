import { names, object, text } from '../doc/config'
import type { Json, JsonObject } from '../doc/json'

/** What a field holds, as people tell fields apart. */
export const kinds = [
  'text',
  'multiline',
  'money',
  'number',
  'integer',
  'date',
  'instant',
  'choice',
  'choices',
  'bool',
  'ref',
  'person',
  'file',
  'rows',
  'computed',
  'number_series',
  'inverse',
  'email',
  'phone',
  'uri',
  'texts',
  'geo',
  'json',
] as const
export type Kind = (typeof kinds)[number]

/** Kinds that the palette offers, in its order. */
export const offered: readonly Kind[] = [
  'text',
  'multiline',
  'money',
  'number',
  'date',
  'instant',
  'choice',
  'choices',
  'bool',
  'ref',
  'person',
  'file',
  'rows',
  'computed',
  'number_series',
  'inverse',
]

/** What a column of a table may be. */
export const columnKinds: readonly Kind[] = offered.filter(
  k => !['file', 'rows', 'number_series', 'inverse'].includes(k),
)

/** Whether a type that is referred to is that of people. */
export type IsPerson = (target: string) => boolean

const byFormat: Record<string, Kind> = {
  multiline: 'multiline',
  date: 'date',
  'date-time': 'instant',
  email: 'email',
  phone: 'phone',
  uri: 'uri',
}
const byType: Record<string, Kind> = { integer: 'integer', number: 'number', boolean: 'bool' }

/** The kind of a declared field, by the words it is declared with. */
export function kindOf(field: Json | undefined, isPerson: IsPerson): Kind {
  const decl = object(field)
  if (decl['x-computed'] !== undefined) return 'computed'
  const target = text(decl['x-ref'])
  if (target) return isPerson(target) ? 'person' : 'ref'
  if (decl['x-money'] !== undefined) return 'money'
  if (decl['x-file'] !== undefined) return 'file'
  if (decl['x-number'] !== undefined) return 'number_series'
  if (decl['x-inverse'] !== undefined) return 'inverse'
  const items = object(decl.items)
  if (Array.isArray(decl.enum)) return decl.type === 'array' ? 'choices' : 'choice'
  if (Array.isArray(items.enum)) return 'choices'
  if (decl.type === 'array') return 'properties' in items ? 'rows' : 'texts'
  if (decl.type === 'object') return decl.format === 'geo' ? 'geo' : 'json'
  return byFormat[text(decl.format)] ?? byType[text(decl.type)] ?? 'text'
}

/** What a new field of a kind has to know of the configuration around it. */
export interface Around {
  person: string // the type of people, as this pack names it
  other: string // some type that may be referred to
  series: string // some series of numbers; '' for none
  pointing: string // some field that points here; '' for none
  currency: string
  words: { option: string; column: string }
}

/** The declaration that a new field begins with: complete, so that it works at once. */
export function newField(kind: Kind, title: string, around: Around): JsonObject {
  return { title, ...beginning(kind, around) }
}

function beginning(kind: Kind, around: Around): JsonObject {
  const { option, column } = around.words
  const choice: JsonObject = { enum: ['one', 'two'], 'x-labels': { one: `${option} 1`, two: `${option} 2` } }
  switch (kind) {
    case 'multiline':
      return { type: 'string', format: 'multiline' }
    case 'money':
      return { 'x-money': around.currency }
    case 'number':
    case 'integer':
      return { type: kind }
    case 'date':
      return { type: 'string', format: 'date' }
    case 'instant':
      return { type: 'string', format: 'date-time' }
    case 'choice':
      return choice
    case 'choices':
      return { type: 'array', ...choice }
    case 'bool':
      return { type: 'boolean' }
    case 'ref':
      return { 'x-ref': around.other || around.person }
    case 'person':
      return { 'x-ref': around.person }
    case 'file':
      return { 'x-file': {} }
    case 'rows':
      return { type: 'array', items: { properties: { name: { title: column, type: 'string' } } } }
    case 'computed':
      return { type: 'string', 'x-computed': "''" }
    case 'number_series':
      return { 'x-number': around.series || { format: '{yyyy}-{seq:04}' } }
    case 'inverse':
      return { 'x-inverse': around.pointing }
    case 'email':
    case 'phone':
    case 'uri':
      return { type: 'string', format: kind }
    default:
      return { type: 'string' }
  }
}

interface Words {
  value: string[]
  checks: string[]
  more: string[]
}

const bounds = ['minimum', 'maximum']
const lengths = ['minLength', 'maxLength']
const typed = ['x-default', 'default']

const ownWords: Record<Kind, Partial<Words>> = {
  text: { value: typed, checks: [...lengths, 'x-check', 'pattern'], more: ['format'] },
  multiline: { value: typed, checks: lengths, more: ['format', 'pattern'] },
  email: { value: typed, checks: lengths, more: ['format', 'pattern'] },
  phone: { value: typed, checks: lengths, more: ['format', 'pattern'] },
  uri: { value: typed, checks: lengths, more: ['format', 'pattern'] },
  money: { value: ['x-money', ...typed], checks: bounds, more: ['exclusiveMinimum', 'exclusiveMaximum'] },
  number: { value: ['x-unit', 'x-scale', ...typed], checks: bounds, more: ['exclusiveMinimum', 'exclusiveMaximum'] },
  integer: { value: ['x-unit', ...typed], checks: bounds, more: ['exclusiveMinimum', 'exclusiveMaximum', 'type'] },
  date: { value: typed, checks: bounds, more: ['format'] },
  instant: { value: typed, checks: bounds, more: ['format'] },
  choice: { value: typed, more: ['x-was'] },
  choices: { value: typed, checks: ['minItems', 'maxItems'], more: ['x-was'] },
  bool: { value: typed },
  ref: {
    value: ['x-ref', 'x-many', 'x-options', 'x-default'],
    checks: ['minItems', 'maxItems'],
    more: ['x-acyclic', 'default'],
  },
  person: {
    value: ['x-ref', 'x-many', 'x-options', 'x-default'],
    checks: ['minItems', 'maxItems'],
    more: ['x-acyclic'],
  },
  file: { value: ['x-file'], checks: ['minItems', 'maxItems'] },
  rows: { checks: ['minItems', 'maxItems'], more: ['items'] },
  texts: { value: ['default'], checks: ['minItems', 'maxItems'], more: ['items'] },
  computed: {
    value: ['x-computed', 'x-while'],
    more: ['type', 'format', 'x-money', 'x-ref', 'x-many', 'x-unit', 'x-scale', 'enum', 'x-labels', ...bounds],
  },
  number_series: { value: ['x-number'] },
  inverse: { value: ['x-inverse'] },
  geo: { value: ['default'] },
  json: { value: ['default'] },
}

/** Kinds whose values nobody types. */
export const isGiven = (kind: Kind): boolean => kind === 'computed' || kind === 'number_series' || kind === 'inverse'

/** Words that go with a kind, by where they stand in the panel. The choices and columns have editors of their own. */
export function wordsFor(kind: Kind): Words & { show: string[] } {
  const own = ownWords[kind]
  return {
    value: own.value ?? [],
    show: isGiven(kind) ? ['x-visible'] : ['x-visible', 'x-required', 'x-readonly', 'readOnly'],
    checks: own.checks ?? [],
    more: [...(own.more ?? []), 'x-widget', 'x-index', 'x-personal', 'was', 'note'],
  }
}

/** Words shown in a group even while they say nothing: what people look for first. */
export const usual = new Set([
  'x-money',
  'x-unit',
  'x-scale',
  'x-ref',
  'x-many',
  'x-options',
  'x-file',
  'x-number',
  'x-inverse',
  'x-computed',
  'x-while',
  'x-visible',
  'x-required',
  'x-readonly',
  'minimum',
  'maximum',
  'minLength',
  'maxLength',
  'x-check',
])

/** Columns of twelve that the card of a field takes, as its control does in the form. */
export function spanOf(kind: Kind, field: Json | undefined): number {
  const decl = object(field)
  if (['multiline', 'rows', 'json'].includes(kind)) return 12
  if (kind === 'file' && object(decl['x-file']).many === true) return 12
  if (['money', 'number', 'integer', 'date', 'bool', 'number_series'].includes(kind)) return 4
  if (kind !== 'choice') return 6
  const labels = object(decl['x-labels'])
  return names(decl.enum).some(key => (text(labels[key]) || key).length > 18) ? 6 : 4
}
