import { names, object, type TypeFile } from '../doc/config'
import { moveKey, prune, remove, set } from '../doc/edit'
import { isObject, type Json, keysAt, valueAt } from '../doc/json'
import { freeKey, keyFrom } from '../doc/keys'
import { reserved } from './reserved'
import { type FormShape, fieldPath, properties, rest, sectionOf } from './shape'

// Each operation takes the text of a type's file and gives the new one. The form is what the text says with its bases.

/** A place on the form: before a field of a section, or at its end. */
export interface Place {
  section: string
  before?: string | undefined
}

/** Keys that a new field may not have. */
export const takenIn = (type: TypeFile): string[] => [...Object.keys(properties(type.whole)), ...reserved]

export const freshKey = (type: TypeFile, title: string): string => keyFrom(title, takenIn(type), 'field')

/** Writes the list of fields of a section; one that a base declares gets its list in this file, its title stays the base's. */
function writeList(text: string, section: string, fields: string[]): string {
  const own = valueAt(text, ['sections', section])
  const short = own !== undefined && own !== null && !isObject(own)
  return set(text, short ? ['sections', section] : ['sections', section, 'fields'], fields)
}

/** The next field of this file after a place, for a new declaration to stand before. */
function nextOwn(text: string, form: FormShape, place: Place): string | undefined {
  const own = keysAt(text, ['data', 'properties'])
  const list = form.sections.find(s => s.key === place.section)?.fields ?? []
  const from = place.before === undefined ? list.length : list.indexOf(place.before)
  const after = list.slice(Math.max(0, from)).find(key => own.includes(key))
  if (after) return after
  const last = list
    .slice(0, Math.max(0, from))
    .reverse()
    .find(key => own.includes(key))
  return last === undefined ? undefined : own[own.indexOf(last) + 1]
}

export function addField(text: string, form: FormShape, key: string, decl: Json, place: Place): string {
  const written = set(text, fieldPath(key), decl, nextOwn(text, form, place))
  const section = form.sections.find(s => s.key === place.section)
  if (!section || section.key === rest) return written
  return writeList(written, section.key, inserted(section.fields, key, place.before))
}

function inserted(list: string[], key: string, before: string | undefined): string[] {
  const others = list.filter(other => other !== key)
  const at = before === undefined ? -1 : others.indexOf(before)
  return at < 0 ? [...others, key] : [...others.slice(0, at), key, ...others.slice(at)]
}

/** Moves a field within its section or to another one, also one that was off the form. */
export function moveField(text: string, form: FormShape, key: string, place: Place): string {
  if (place.before === key) return text
  const from = sectionOf(form, key)
  let out = form.off.includes(key) ? show(text, form, key) : text
  if (from && from.key !== rest && from.key !== place.section) {
    out = writeList(
      out,
      from.key,
      from.fields.filter(other => other !== key),
    )
  }
  const to = form.sections.find(s => s.key === place.section)
  if (!to) return out
  if (to.key !== rest) return writeList(out, to.key, inserted(to.fields, key, place.before))
  return reordered(out, form, key, place)
}

/** What no section names stands as it is declared: there the declaration itself is moved. */
function reordered(text: string, form: FormShape, key: string, place: Place): string {
  const own = keysAt(text, ['data', 'properties'])
  if (!own.includes(key)) return text
  const list = inserted(form.sections.at(-1)?.fields ?? [], key, place.before)
  const next = list.slice(list.indexOf(key) + 1).find(other => own.includes(other))
  if (next) return moveKey(text, fieldPath(key), next)
  const last = list
    .slice(0, list.indexOf(key))
    .reverse()
    .find(other => own.includes(other))
  return last === undefined ? text : moveKey(text, fieldPath(key), own[own.indexOf(last) + 1])
}

/** A step of a field among the others: -1 before the one above, 1 after the one below; over the edge of a section into the next. */
export function stepOf(form: FormShape, key: string, by: -1 | 1): Place | undefined {
  const section = sectionOf(form, key)
  if (!section) return undefined
  const at = section.fields.indexOf(key)
  if (by < 0 && at > 0) return { section: section.key, before: section.fields[at - 1] }
  if (by > 0 && at < section.fields.length - 1) return { section: section.key, before: section.fields[at + 2] }
  const next = form.sections[form.sections.indexOf(section) + by]
  if (!next) return undefined
  return { section: next.key, before: by > 0 ? next.fields[0] : undefined }
}

/** Keeps a field out of the form. It holds its values and can be put back. */
export function takeOff(text: string, form: FormShape, key: string): string {
  const from = sectionOf(form, key)
  const hidden = set(text, [...fieldPath(key), 'x-widget'], 'hidden')
  if (!from || from.key === rest) return hidden
  return writeList(
    hidden,
    from.key,
    from.fields.filter(other => other !== key),
  )
}

/** Puts a field back as it was drawn; one that a base keeps out is asked for here. */
function show(text: string, form: FormShape, key: string): string {
  const path = [...fieldPath(key), 'x-widget']
  return form.fields.get(key)?.hiddenByBase ? set(text, path, null) : prune(text, path)
}

/** Gives up what this file says of an inherited field. */
export const restore = (text: string, key: string): string => remove(text, fieldPath(key))

/** A field that must be filled in whenever a record is saved. */
export function setRequired(text: string, path: readonly (string | number)[], key: string, on: boolean): string {
  const own = names(valueAt(text, [...path, 'required']))
  if (on) return own.includes(key) ? text : set(text, [...path, 'required'], [...own, key])
  const left = own.filter(other => other !== key)
  return left.length > 0 ? set(text, [...path, 'required'], left) : prune(text, [...path, 'required'])
}

export function addSection(text: string, title: string, form: FormShape): { text: string; key: string } {
  const taken = form.sections.map(s => s.key)
  const key = taken.length > 1 ? keyFrom(title, taken, 'part') : freeKey('main', taken)
  return { key, text: set(text, ['sections', key], { title, fields: [] }) }
}

export function titleSection(text: string, key: string, title: string): string {
  const own = valueAt(text, ['sections', key])
  if (own !== undefined && own !== null && !isObject(own)) {
    return set(text, ['sections', key], { ...(title ? { title } : {}), fields: own })
  }
  return set(text, ['sections', key, 'title'], title)
}

/** Takes a section away; its fields stay, after all sections. */
export function removeSection(text: string, type: TypeFile, base: Json, key: string): string {
  const inherited = key in object(object(base).sections)
  const out = key in object(type.own.sections) ? prune(text, ['sections', key]) : text
  return inherited ? set(out, ['sections', key], null) : out
}

/** Sections whose order this file decides: those of a base stand first and as it has them. */
export const movable = (form: FormShape, base: Json): string[] =>
  form.sections.map(s => s.key).filter(key => key !== rest && !(key in object(object(base).sections)))

/** Moves a section of this file among its neighbours. */
export function moveSection(text: string, order: string[], key: string, before: string | undefined): string {
  if (!order.includes(key) || (before !== undefined && !order.includes(before))) return text
  return moveKey(text, ['sections', key], before)
}
