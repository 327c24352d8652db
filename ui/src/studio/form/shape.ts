import { type Config, names, object, type TypeFile, text, titleOf } from '../doc/config'
import { merge } from '../doc/edit'
import { isObject, type Json, type JsonObject } from '../doc/json'
import { seenPacks } from '../doc/names'
import { type IsPerson, type Kind, kindOf, spanOf } from './kinds'

/** Key of the part that holds what no section names. */
export const rest = ''

export interface FieldShape {
  key: string
  title: string
  kind: Kind
  span: number
  decl: JsonObject // what holds
  inherited: boolean // nothing of it stands in this file
  hiddenByBase: boolean
  overridden: boolean // a base has it, and this file says more of it
  engine: boolean // every record has it; it is declared nowhere
  required: boolean
  conditional: boolean
  locked: boolean
}

export interface SectionShape {
  key: string
  title: string
  fields: string[]
  inherited: boolean
}

export interface FormShape {
  fields: Map<string, FieldShape>
  sections: SectionShape[] // the last one, of key '', holds what no other names
  off: string[] // kept out of the form
}

export const fieldPath = (key: string) => ['data', 'properties', key] as const

/** What the bases of a type and those that add to it say, without its own file. */
export function baseOf(config: Config, type: TypeFile): JsonObject {
  const bases = names(type.own.extends).map(name => config.type(name, type.pack)?.whole ?? {})
  const added = config
    .allTypes()
    .filter(other => names(other.own.augments).some(name => config.type(name, other.pack)?.ref === type.ref))
  const whole = [...bases, ...added.map(other => other.own)].reduce<Json>((all, one) => merge(all, one) ?? {}, {})
  return object(whole)
}

/** A type of people, as a reference names it in this pack or, inherited, in one that it builds on. */
export const personIn =
  (config: Config, pack: string): IsPerson =>
  target =>
    [pack, ...seenPacks(config, pack)].some(from => config.type(target, from)?.whole.directory === 'person')

const engineFields = ['id', 'status', 'author', 'created', 'updated', 'revision', 'entered_at', 'closed_at', 'archived']

/** Fields that a list of names means: groups opened, the unknown left out. */
export function namedFields(type: TypeFile, list: Json | undefined): string[] {
  const all = Object.keys(properties(type.whole))
  const out = new Set<string>()
  for (const name of names(list)) {
    const bare = name.replace(/^!/, '')
    const meant = bare === '*' ? all : bare.startsWith('@') ? names(object(type.whole.groups)[bare.slice(1)]) : [bare]
    for (const key of meant) name.startsWith('!') ? out.delete(key) : out.add(key)
  }
  return [...out].filter(key => all.includes(key) || engineFields.includes(key))
}

export const properties = (whole: JsonObject): JsonObject => object(object(whole.data).properties)

/** The fields named by a section, written out or as a bare list. */
export const listOf = (section: Json | undefined): Json | undefined =>
  isObject(section) ? section.fields : Array.isArray(section) || typeof section === 'string' ? section : undefined

/** Sections and fields of a type as its form has them. */
export function shapeOf(config: Config, type: TypeFile): FormShape {
  const isPerson = personIn(config, type.pack)
  const all = properties(type.whole)
  const own = properties(type.own)
  const base = properties(baseOf(config, type))
  const required = names(object(type.whole.data).required)
  const fields = new Map<string, FieldShape>()
  for (const [key, decl] of Object.entries(all)) {
    if (decl === null) continue
    const kind = kindOf(decl, isPerson)
    fields.set(key, {
      key,
      kind,
      title: titleOf(decl, key),
      span: spanOf(kind, decl),
      decl: object(decl),
      inherited: !(key in own),
      overridden: key in own && key in base,
      hiddenByBase: object(base[key])['x-widget'] === 'hidden',
      engine: false,
      required: required.includes(key),
      conditional: object(decl)['x-visible'] !== undefined,
      locked: object(decl).readOnly === true || object(decl)['x-readonly'] !== undefined,
    })
  }
  return { fields, ...partsOf(type, fields) }
}

function partsOf(type: TypeFile, fields: Map<string, FieldShape>): Pick<FormShape, 'sections' | 'off'> {
  const isOff = (key: string) => text(fields.get(key)?.decl['x-widget']) === 'hidden'
  const placed = new Set<string>()
  const ownSections = object(type.own.sections)
  const sections = Object.entries(object(type.whole.sections)).map(([key, section]) => {
    const list = namedFields(type, listOf(section)).filter(name => !placed.has(name) && !isOff(name))
    for (const name of list) {
      placed.add(name)
      if (!fields.has(name)) fields.set(name, engineField(name))
    }
    return { key, title: text(object(section).title), fields: list, inherited: !(key in ownSections) }
  })
  const declared = [...fields.values()].filter(f => !f.engine).map(f => f.key)
  const left = declared.filter(key => !placed.has(key) && !isOff(key))
  return {
    sections: [...sections, { key: rest, title: '', fields: left, inherited: false }],
    off: declared.filter(isOff),
  }
}

const engineField = (key: string): FieldShape => ({
  key,
  title: '',
  kind: 'text',
  span: 4,
  decl: {},
  inherited: true,
  overridden: false,
  hiddenByBase: false,
  engine: true,
  required: false,
  conditional: false,
  locked: true,
})

/** Where a field stands: its section; undefined when it is off the form. */
export const sectionOf = (form: FormShape, key: string): SectionShape | undefined =>
  form.sections.find(s => s.fields.includes(key))
