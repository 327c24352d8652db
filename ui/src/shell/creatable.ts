import type { Meta, TypeMeta } from '../api/types'

export interface CreatableGroup {
  title: string
  types: TypeMeta[]
}

/** Types I may create, in the order of the menu; those outside the menu come last, under their pack. */
export function creatable(meta: Pick<Meta, 'menu' | 'types' | 'packs'>, query = ''): CreatableGroup[] {
  const wanted = query.trim().toLocaleLowerCase()
  const fits = (t: TypeMeta) =>
    t.creatable && (wanted === '' || `${t.title} ${t.plural} ${t.about}`.toLocaleLowerCase().includes(wanted))
  const bySlug = new Map(meta.types.map(t => [t.slug, t]))
  const inMenu = new Set(meta.menu.flatMap(g => g.items.map(i => i.type)))
  const groups = meta.menu.map(g => ({
    title: g.title,
    types: g.items.map(i => bySlug.get(i.type)).filter((t): t is TypeMeta => t !== undefined && fits(t)),
  }))
  const rest = meta.packs.map(pack => ({
    title: pack.title,
    types: meta.types.filter(t => !inMenu.has(t.slug) && t.key.startsWith(`${pack.key}/`) && fits(t)),
  }))
  return [...groups, ...rest].filter(g => g.types.length > 0)
}
