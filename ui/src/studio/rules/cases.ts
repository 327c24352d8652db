import { object, text as textOf } from '../doc/config'
import { remove, renameKey, set } from '../doc/edit'
import { isObject, type Json, keysAt, nodeAt, valueAt } from '../doc/json'

// The examples of a named rule: <name>.cases.json as a table, and the edits of a table in that file.

export interface Arg {
  name: string
  type: string
  title: string
}

export interface Case {
  args: Record<string, Json>
  want: Json
  now: string
  note: string
}

export interface Cases {
  title: string
  args: Arg[]
  returns: string
  rows: Case[]
}

const argOf = (name: string, value: Json | undefined): Arg =>
  typeof value === 'string'
    ? { name, type: value, title: '' }
    : { name, type: textOf(object(value).type), title: textOf(object(value).title) }

export function readCases(text: string): Cases {
  const file = object(valueAt(text))
  const rows = Array.isArray(file.cases) ? file.cases : []
  return {
    title: textOf(file.title),
    args: Object.entries(object(file.args)).map(([name, value]) => argOf(name, value)),
    returns: argOf('', file.returns).type,
    rows: rows.map(row => ({
      args: object(object(row).args),
      want: object(row).want ?? null,
      now: textOf(object(row).now),
      note: textOf(object(row).note),
    })),
  }
}

/** How a value of a type is written in a table. */
export type Kind = 'bool' | 'number' | 'money' | 'date' | 'text' | 'json'

export function kindOf(type: string): Kind {
  switch (type) {
    case 'bool':
    case 'number':
    case 'money':
    case 'date':
      return type
    case 'text':
    case 'instant':
    case 'span':
      return 'text'
  }
  return 'json' // records, lists, people, files
}

const amount = /^([-−]?)([\d\s\u00a0]+)(?:[.,](\d+))?\s*([A-Za-z]{3})?$/
const digits = (text: string) => text.replaceAll(/[\s\u00a0]/g, '')

/** What somebody wrote into a cell; undefined for nothing. What is not understood stays as it was written: the check tells. */
export function readCell(kind: Kind, written: string): Json | undefined {
  const text = written.trim()
  if (text === '') return undefined
  const found = kind === 'money' || kind === 'number' ? amount.exec(text) : null
  const [, minus = '', whole = '', part, currency] = found ?? []
  const plain = `${minus ? '-' : ''}${digits(whole)}${part === undefined ? '' : `.${part}`}`
  switch (kind) {
    case 'bool':
      return text === 'true' ? true : text === 'false' ? false : text
    case 'number':
      return found && !currency ? Number(plain) : text
    case 'money':
      return found ? `${plain}${currency ? ` ${currency.toUpperCase()}` : ''}` : text
    case 'json':
      return readJson(text)
  }
  return text
}

function readJson(text: string): Json {
  try {
    return JSON.parse(text) as Json
  } catch {
    return text
  }
}

/** The text of a cell, as it is edited. */
export function cellText(value: Json | undefined): string {
  if (value === undefined || value === null) return ''
  return typeof value === 'string' ? value : JSON.stringify(value)
}

export function setArg(text: string, row: number, name: string, value: Json | undefined): string {
  const path = ['cases', row, 'args', name]
  if (value !== undefined) return set(text, path, value)
  return nodeAt(text, path) ? remove(text, path) : text
}

export const setWant = (text: string, row: number, value: Json | undefined): string =>
  set(text, ['cases', row, 'want'], value ?? null)

export function setWord(text: string, row: number, word: 'note' | 'now', value: string): string {
  const path = ['cases', row, word]
  return value.trim() === '' ? remove(text, path) : set(text, path, value)
}

/** One more example: like the last one, so that only what differs is to be written. */
export function addCase(text: string): string {
  const { rows, returns } = readCases(text)
  const last = rows.at(-1)
  const want: Json = last ? last.want : returns === 'bool' ? true : null
  return set(text, ['cases', rows.length], { args: { ...last?.args }, want })
}

export const removeCase = (text: string, row: number): string => remove(text, ['cases', row])

export function addArg(text: string, name: string): string {
  return set(text, ['args', name], { type: 'text', title: '' })
}

export function removeArg(text: string, name: string): string {
  const without = remove(text, ['args', name])
  return readCases(text).rows.reduce((now, _, row) => setArg(now, row, name, undefined), without)
}

/** The argument is called so in the signature and in every example. */
export function renameArg(text: string, name: string, to: string): string {
  const renamed = renameKey(text, ['args', name], to)
  return readCases(text).rows.reduce((now, _, row) => {
    return keysAt(now, ['cases', row, 'args']).includes(name) ? renameKey(now, ['cases', row, 'args', name], to) : now
  }, renamed)
}

/** Writes the type or the title of an argument, or of the answer, in the short form while that is enough. */
export function setArgWord(text: string, path: (string | number)[], word: 'type' | 'title', value: string): string {
  const own = valueAt(text, path)
  if (isObject(own))
    return value === '' && word === 'title' ? remove(text, [...path, word]) : set(text, [...path, word], value)
  if (word === 'type') return set(text, path, value)
  return value === '' ? text : set(text, path, { type: own ?? 'text', title: value })
}

/** What a new rule begins with: an answer and an example of it. */
export const firstCases = (title: string): Json => ({
  $schema: '../../schemas/meta/cases.schema.json',
  title,
  args: {},
  returns: 'bool',
  cases: [{ want: true }],
})
