import { merge } from './edit'
import { isObject, type Json, type JsonObject, valueAt } from './json'

/** Reads the text of a file of the configuration; undefined when there is none. */
export type Source = (path: string) => string | undefined

export interface TypeFile {
  pack: string
  key: string
  ref: string // pack/key
  file: string
  title: string
  own: JsonObject // as its file has it
  whole: JsonObject // with what it extends and what others add to it
}

export interface PackFile {
  key: string
  file: string
  title: string
  own: JsonObject
}

/** Words that a type does not take from what it extends. */
const ownWords = [
  '$schema',
  'abstract',
  'title',
  'plural',
  'icon',
  'description',
  'directory',
  'was',
  'extends',
  'augments',
  'note',
]

const inheritable = (base: JsonObject): JsonObject =>
  Object.fromEntries(Object.entries(base).filter(([word]) => !ownWords.includes(word)))

const typePath = /^schemas\/([a-z][a-z0-9_]*)\/types\/([a-z][a-z0-9_]*)\.json$/
const packPath = /^schemas\/([a-z][a-z0-9_]*)\/pack\.json$/

export const text = (value: Json | undefined): string => (typeof value === 'string' ? value : '')
export const object = (value: Json | undefined): JsonObject => (isObject(value) ? value : {})

/** A name or several, as both may be written. */
export const names = (value: Json | undefined): string[] =>
  typeof value === 'string' ? [value] : Array.isArray(value) ? value.filter(v => typeof v === 'string') : []

/** What a short form says: "draft": "Черновик" is {"title": "Черновик"}. */
export const titleOf = (value: Json | undefined, otherwise = ''): string =>
  typeof value === 'string' ? value : text(object(value).title) || otherwise

export const fileOf = {
  pack: (pack: string) => `schemas/${pack}/pack.json`,
  type: (pack: string, type: string) => `schemas/${pack}/types/${type}.json`,
  register: (pack: string, register: string) => `schemas/${pack}/registers/${register}.json`,
  calendar: (pack: string, calendar: string) => `schemas/${pack}/calendars/${calendar}.json`,
  settings: (pack: string) => `schemas/${pack}/settings.json`,
  numbers: (pack: string) => `schemas/${pack}/numbers.json`,
  notify: (pack: string) => `schemas/${pack}/notify.json`,
}

/** The configuration as its files say it, whether it compiles or not. */
export class Config {
  readonly packs: PackFile[]
  private readonly types = new Map<string, TypeFile>()

  constructor(
    readonly paths: string[],
    readonly source: Source,
  ) {
    this.packs = paths.flatMap(file => {
      const key = packPath.exec(file)?.[1]
      const own = key ? this.json(file) : {}
      return key ? [{ key, file, own, title: text(own.title) || key }] : []
    })
    this.readTypes()
  }

  json(file: string): JsonObject {
    const source = this.source(file)
    return source === undefined ? {} : object(valueAt(source))
  }

  pack(key: string): PackFile | undefined {
    return this.packs.find(p => p.key === key)
  }

  /** Types of a pack that can be opened, in the order of the menu, then by key. Files that only add to others are among them. */
  typesOf(pack: string): TypeFile[] {
    const menu = Object.values(object(this.pack(pack)?.own.menu)).flatMap(group => names(object(group).items))
    const place = (t: TypeFile) => (menu.indexOf(t.key) + 1 || menu.length + 1) * 1000
    return this.allTypes()
      .filter(t => t.pack === pack)
      .sort((a, b) => place(a) - place(b) || a.key.localeCompare(b.key))
  }

  allTypes(): TypeFile[] {
    return [...this.types.values()]
  }

  /** A type by its name as a file of a pack writes it: own key, or pack/key. */
  type(name: string, pack: string): TypeFile | undefined {
    return this.types.get(name.includes('/') ? name : `${pack}/${name}`)
  }

  /** The type that a field of a type points at, which may have come with a base of another pack. */
  pointedAt(name: string, from: TypeFile): TypeFile | undefined {
    return this.type(name, from.pack) ?? this.basesOf(from).flatMap(base => this.pointedAt(name, base) ?? [])[0]
  }

  private basesOf(type: TypeFile): TypeFile[] {
    return names(type.own.extends).flatMap(name => this.type(name, type.pack) ?? [])
  }

  /** Keyed files of a pack: registers, calendars, seed. */
  keyed(pack: string, folder: string): { key: string; file: string; title: string; own: JsonObject }[] {
    const start = `schemas/${pack}/${folder}/`
    return this.paths
      .filter(path => path.startsWith(start) && path.endsWith('.json'))
      .map(file => {
        const key = file.slice(start.length, -'.json'.length)
        const own = this.json(file)
        return { key, file, own, title: text(own.title) || key }
      })
  }

  /** Named rules of a pack: rules/<pack>/<name>.expr. */
  rulesOf(pack: string): { key: string; file: string; cases: string }[] {
    const start = `rules/${pack}/`
    return this.paths
      .filter(path => path.startsWith(start) && path.endsWith('.expr'))
      .map(file => ({
        key: file.slice(start.length, -'.expr'.length),
        file,
        cases: file.replace(/expr$/, 'cases.json'),
      }))
  }

  private readTypes(): void {
    const files = this.paths.flatMap(file => {
      const [, pack = '', key = ''] = typePath.exec(file) ?? []
      return pack ? [{ pack, key, ref: `${pack}/${key}`, file, own: this.json(file) }] : []
    })
    const own = new Map(files.map(f => [f.ref, f]))
    const whole = (ref: string, depth: number): JsonObject => {
      const file = own.get(ref)
      if (!file || depth > 4) return {}
      const bases = names(file.own.extends).map(b =>
        inheritable(whole(b.includes('/') ? b : `${file.pack}/${b}`, depth + 1)),
      )
      return object([...bases, file.own].reduce<Json | undefined>((all, one) => merge(all, one), undefined))
    }
    for (const f of files) {
      const title = text(f.own.title) || f.key
      this.types.set(f.ref, { ...f, title, whole: whole(f.ref, 0) })
    }
    for (const f of files) {
      const target = names(f.own.augments)[0]
      const type = target && this.type(target, f.pack)
      if (type) type.whole = object(merge(type.whole, inheritable(f.own)))
    }
  }
}
