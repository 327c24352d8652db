import { type Config, names, object, type TypeFile, text, titleOf } from './config'
import type { Json } from './json'

/** Something that a word may name. */
export interface Named {
  value: string
  title: string
  group?: string
}

const titled = (map: Json | undefined): Named[] =>
  Object.entries(object(map)).map(([value, one]) => ({ value, title: titleOf(one, value) }))

export const fieldsOf = (type: TypeFile | undefined): Named[] => titled(object(type?.whole.data).properties)
export const statesOf = (type: TypeFile | undefined): Named[] => titled(object(type?.whole.lifecycle).states)
export const transitionsOf = (type: TypeFile | undefined): Named[] => titled(object(type?.whole.lifecycle).transitions)

/** Packs that a pack may name things of: itself and what it requires, as deep as that goes. */
export function seenPacks(config: Config, pack: string): string[] {
  const seen = [pack]
  for (const key of seen) {
    for (const other of names(config.pack(key)?.own.requires)) if (!seen.includes(other)) seen.push(other)
  }
  return seen
}

export function rolesOf(config: Config, pack: string): Named[] {
  return seenPacks(config, pack).flatMap(key =>
    titled(config.pack(key)?.own.roles).map(role => ({ ...role, group: config.pack(key)?.title })),
  )
}

const within = (pack: string, own: string, key: string) => (pack === own ? key : `${pack}/${key}`)

function typesSeen(config: Config, pack: string): Named[] {
  return seenPacks(config, pack).flatMap(key =>
    config
      .typesOf(key)
      .filter(t => !t.own.augments)
      .map(t => ({ value: within(key, pack, t.key), title: t.title, group: config.pack(key)?.title })),
  )
}

function keyedSeen(config: Config, pack: string, list: (pack: string) => Named[]): Named[] {
  return seenPacks(config, pack).flatMap(key =>
    list(key).map(one => ({ ...one, value: within(key, pack, one.value), group: config.pack(key)?.title })),
  )
}

/** Words that stand for several states. */
export const stateSets = ['@open', '@all', '@new'] as const
export const stateTargets = ['@same', '@previous'] as const

/** What a word of the grammar that refers to something may name in a file of this pack and type. */
export function namesFor(ref: string, config: Config, pack: string, type: TypeFile | undefined): Named[] {
  switch (ref) {
    case 'pack':
      return config.packs.map(p => ({ value: p.key, title: p.title }))
    case 'type':
      return typesSeen(config, pack)
    case 'field':
      return [
        ...fieldsOf(type),
        ...Object.keys(object(type?.whole.groups)).map(key => ({ value: `@${key}`, title: `@${key}` })),
      ]
    case 'state':
      return statesOf(type)
    case 'transition':
      return transitionsOf(type)
    case 'message':
      return keyedSeen(config, pack, key => titled(config.json(`schemas/${key}/notify.json`).messages))
    case 'number':
      return keyedSeen(config, pack, key => titled(config.json(`schemas/${key}/numbers.json`).numbers))
    case 'register':
      return keyedSeen(config, pack, key => config.keyed(key, 'registers').map(r => ({ value: r.key, title: r.title })))
    case 'type.field':
      return pointingHere(config, pack, type)
  }
  return []
}

/** Fields of other types whose records may point to this one: invoice.request. */
function pointingHere(config: Config, pack: string, type: TypeFile | undefined): Named[] {
  if (!type) return []
  return config.allTypes().flatMap(other =>
    Object.entries(object(object(other.own.data).properties))
      .filter(([, field]) => {
        const target = text(object(field)['x-ref'])
        return target !== '' && (target === '*' || config.type(target, other.pack)?.ref === type.ref)
      })
      .map(([key, field]) => ({
        value: `${within(other.pack, pack, other.key)}.${key}`,
        title: `${other.title}: ${titleOf(field, key)}`,
      })),
  )
}
