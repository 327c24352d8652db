import { names, object, text } from '../doc/config'
import { prune, set } from '../doc/edit'
import { type Json, type JsonObject, type Path, valueAt } from '../doc/json'
import { keyFrom } from '../doc/keys'

export interface Choice {
  key: string
  label: string
}

/** Where the keys of a choice stand: in the field, or in its items. */
const listPath = (decl: JsonObject): Path => (Array.isArray(object(decl.items).enum) ? ['items', 'enum'] : ['enum'])

export function choicesOf(decl: JsonObject): Choice[] {
  const labels = object(decl['x-labels'])
  const list = Array.isArray(decl.enum) ? decl.enum : object(decl.items).enum
  return names(list).map(key => ({ key, label: text(labels[key]) || key }))
}

/** Writes choices and what people read for them. A base's labels of others stay. */
export function writeChoices(source: string, path: Path, decl: JsonObject, list: Choice[]): string {
  const out = set(
    source,
    [...path, ...listPath(decl)],
    list.map(c => c.key),
  )
  const labels: Record<string, Json> = Object.fromEntries(list.map(c => [c.key, c.label]))
  for (const key of Object.keys(object(decl['x-labels']))) {
    if (!(key in labels) && !(key in object(valueAt(source, [...path, 'x-labels'])))) labels[key] = null
  }
  return set(out, [...path, 'x-labels'], labels)
}

export function addChoice(list: Choice[], label: string): Choice[] {
  return [
    ...list,
    {
      label,
      key: keyFrom(
        label,
        list.map(c => c.key),
        'choice',
      ),
    },
  ]
}

/**
 * Another key for a choice that records may hold already: x-was tells under which key they hold it, so that they
 * follow. A default that named it follows too.
 */
export function renameChoice(
  source: string,
  path: Path,
  decl: JsonObject,
  from: string,
  to: string,
  inForce: boolean,
): string {
  const list = choicesOf(decl).map(c => (c.key === from ? { key: to, label: c.label === from ? to : c.label } : c))
  let out = writeChoices(source, path, decl, list)
  if (decl.default === from) out = set(out, [...path, 'default'], to)
  const was = { ...object(decl['x-was']) }
  const held = was[from] ?? (inForce ? from : undefined)
  delete was[from]
  if (held !== undefined && held !== to) was[to] = held
  if (Object.keys(was).length > 0) return set(out, [...path, 'x-was'], was)
  return 'x-was' in decl ? prune(out, [...path, 'x-was']) : out
}

/** Takes a choice away, with what is said of it. */
export function removeChoice(source: string, path: Path, decl: JsonObject, key: string): string {
  const out = writeChoices(
    source,
    path,
    decl,
    choicesOf(decl).filter(c => c.key !== key),
  )
  const freed = decl.default === key ? prune(out, [...path, 'default']) : out
  return key in object(decl['x-was']) ? prune(freed, [...path, 'x-was', key]) : freed
}

/** Lines of a text that was pasted: a choice each. */
export const linesOf = (pasted: string): string[] =>
  pasted
    .split(/[\n\t;]+/)
    .map(line => line.trim())
    .filter(line => line !== '')
