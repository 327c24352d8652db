import { names, object } from '../doc/config'
import { prune, remove, renameKey, set } from '../doc/edit'
import { isObject, type Json, keysAt, type Path, valueAt } from '../doc/json'
import { type Word, wordsOf } from '../grammar/grammar'
import { fieldPath } from './shape'

/** A place of a declaration that names one of its own fields. */
interface Mention {
  path: Path
  as: 'name' | 'item' | 'key' | 'only'
}

// Fields of other types: of the child that is made, of the rows of a table.
const foreign = new Set(['ensure.sync', 'ensure.link', 'data.properties', 'field.items'])

/** Where the declaration of a type names a field otherwise than in an expression. */
export function mentionsOf(text: string, key: string): Mention[] {
  const found: Mention[] = []
  visit('type', valueAt(text), [], found, key)
  return found
}

function visit(decl: string, value: Json | undefined, path: Path, found: Mention[], key: string): void {
  if (!isObject(value)) {
    if (decl === 'section' || decl === 'require') fromList(value, path, found, key, decl === 'require')
    return
  }
  for (const word of wordsOf(decl)) {
    const inside = value[word.name]
    if (inside === undefined || foreign.has(`${decl}.${word.name}`)) continue
    mentionsIn(decl, word, inside, [...path, word.name], found, key)
  }
}

function mentionsIn(decl: string, word: Word, value: Json, path: Path, found: Mention[], key: string): void {
  const each = isObject(value) ? Object.entries(value) : []
  if (decl === 'type' && word.name === 'edit') {
    for (const [names] of each) if (names.split(/\s+/).includes(key)) found.push({ path: [...path, names], as: 'key' })
  } else if (decl === 'effect' && word.shape === 'map') {
    for (const [name] of each) if (name === key) found.push({ path: [...path, name], as: 'key' })
  } else if (word.ref === 'field' && word.shape === 'map') {
    for (const [name, list] of each) fromList(list, [...path, name], found, key, false)
  } else if (word.ref === 'field' || word.ref === 'sort') {
    fromList(value, path, found, key, word.required === true && word.shape === 'name')
  } else if (word.shape === 'map' && word.of) {
    for (const [name, one] of each) visit(word.of, one, [...path, name], found, key)
  } else if (word.shape === 'decl' && word.of) {
    visit(word.of, value, path, found, key)
  } else if (word.shape === 'decls' && word.of && Array.isArray(value)) {
    for (const [at, one] of value.entries()) visit(word.of, one, [...path, at], found, key)
  }
}

const bare = (name: string): string => name.replace(/^[!-]/, '')

function fromList(value: Json | undefined, path: Path, found: Mention[], key: string, only: boolean): void {
  if (typeof value === 'string' && bare(value) === key) found.push({ path, as: only ? 'only' : 'name' })
  if (!Array.isArray(value)) return
  for (const [at, one] of value.entries()) {
    if (typeof one === 'string' && bare(one) === key) found.push({ path: [...path, at], as: 'item' })
  }
}

/** What declares nothing without the field that it is about. */
const whole = (text: string, mention: Mention): Path =>
  mention.as !== 'only'
    ? mention.path
    : isObject(valueAt(text, mention.path.slice(0, -1)))
      ? mention.path.slice(0, -1)
      : mention.path

/**
 * Takes a field out of the whole file: its declaration, sections, groups, views, rights, transitions. Expressions
 * that read it stay: only their author knows what they should say then.
 */
export function deleteField(text: string, key: string, inherited: boolean): string {
  // From the end, so that the places of what comes before stay what they are.
  let out = text
  for (const mention of mentionsOf(text, key).reverse()) {
    out = mention.as === 'key' ? withoutKey(out, mention.path, key) : cutName(out, whole(out, mention), mention.as)
  }
  out = remove(out, fieldPath(key))
  return inherited ? set(out, fieldPath(key), null) : out
}

/** An empty list says that there are none where a list is owed; elsewhere it is not said at all. */
function cutName(text: string, path: Path, as: Mention['as']): string {
  if (path[0] !== 'sections' && path[0] !== 'groups') return prune(text, path)
  return as === 'item' ? remove(text, path) : set(text, path, [])
}

/** Rights to edit may be given for several fields at once: "amount currency". */
function withoutKey(text: string, path: Path, key: string): string {
  const left = String(path.at(-1))
    .split(/\s+/)
    .filter(name => name !== key)
  return left.length > 0 ? renameKey(text, path, left.join(' ')) : prune(text, path)
}

/** Gives a field another key wherever this file names it, expressions aside. */
export function renameField(text: string, from: string, to: string): string {
  let out = text
  for (const { path, as } of mentionsOf(text, from)) {
    if (as === 'key') {
      const keys = String(path.at(-1)).split(/\s+/)
      out = renameKey(out, path, keys.map(name => (name === from ? to : name)).join(' '))
    } else out = set(out, path, String(valueAt(out, path)).replace(from, to))
  }
  return renameKey(out, fieldPath(from), to)
}

/** Renames a field that may hold data: the keys under which it does stand beside it, the earliest first. */
export function renameKept(text: string, from: string, to: string, holds: (key: string) => boolean): string {
  if (!keysAt(text, ['data', 'properties']).includes(from)) return text
  const out = renameField(text, from, to)
  const path = [...fieldPath(to), 'was']
  const was = [...names(valueAt(out, path)), ...(holds(from) ? [from] : [])].filter(key => key !== to)
  if (was.length === 0) return prune(out, path)
  return set(out, path, was.length > 1 ? was : (was[0] ?? to))
}

/** Whether a text of the file other than a name reads like the field: an expression, or a text with {fields}. */
export function isRead(text: string, key: string): boolean {
  const word = new RegExp(`(?<![\\w.])${key}(?!\\w)`)
  const names = new Set(mentionsOf(text, key).map(m => JSON.stringify(m.path)))
  const read = (value: Json | undefined, path: Path): boolean => {
    if (typeof value === 'string') {
      return !names.has(JSON.stringify(path)) && !plain.has(String(path.at(-1))) && word.test(value)
    }
    if (Array.isArray(value)) return value.some((one, at) => read(one, [...path, at]))
    return isObject(value) && Object.entries(value).some(([name, one]) => read(one, [...path, name]))
  }
  return read(object(valueAt(text)), [])
}

/** Words whose texts are for people alone, or name something else. */
const plain = new Set(['title', 'plural', 'description', 'note', 'icon', 'type', 'format', '$schema', 'was'])
