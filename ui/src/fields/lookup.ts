import type { FieldMeta, Meta, RefInfo, Refs } from '../api/types'

/** Slug of the type that holds people. */
export const PEOPLE = 'users'

/** A field that accepts several types stores "pack/type/id", any other the id alone. */
export const isOpenRef = (field: FieldMeta) => !field.target

type Types = Pick<Meta, 'types'>

/** Key in `refs` of a stored reference. */
export function refKey(field: FieldMeta, stored: string, meta: Types): string {
  if (!isOpenRef(field)) return `${field.target}/${stored}`
  const cut = stored.lastIndexOf('/')
  const key = stored.slice(0, cut)
  const slug = meta.types.find(type => type.key === key)?.slug ?? key.replaceAll('/', '_')
  return `${slug}/${stored.slice(cut + 1)}`
}

/** What is stored when this record is chosen. */
export function storedRef(field: FieldMeta, chosen: Pick<RefInfo, 'type' | 'id'>, meta: Types): string {
  if (!isOpenRef(field)) return chosen.id
  const key = meta.types.find(type => type.slug === chosen.type)?.key
  return `${key ?? chosen.type.replace('_', '/')}/${chosen.id}`
}

/** The record behind a stored reference; a reference nobody could resolve is gone, not a bare id. */
export function refInfo(field: FieldMeta, stored: string, refs: Refs, meta: Types): RefInfo {
  const key = refKey(field, stored, meta)
  const cut = key.lastIndexOf('/')
  return refs[key] ?? { type: key.slice(0, cut), id: key.slice(cut + 1), title: '', gone: true }
}

/** Options under their type, in the order of arrival, when a picker offers several types. */
export function byType(options: RefInfo[]): [slug: string, options: RefInfo[]][] {
  const groups = new Map<string, RefInfo[]>()
  for (const option of options) groups.set(option.type, [...(groups.get(option.type) ?? []), option])
  return [...groups]
}
