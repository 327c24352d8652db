import type { Card, FieldMeta, TypeMeta } from '../api/types'
import { saysNothing } from '../fields/cell'

export interface FactSection {
  key: string
  title: string
  fields: FieldMeta[]
}

/** Filled, visible fields by section; what the head already says is left out. */
export function factsOf(type: TypeMeta, card: Pick<Card, 'row' | 'fields'>): FactSection[] {
  const byKey = new Map(type.fields.map(f => [f.key, f]))
  const shown = (key: string) => {
    const field = byKey.get(key)
    if (!field || key === type.titleField || field.kind === 'number' || field.kind === 'inverse') return []
    if (card.fields[key]?.visible === false || saysNothing(card.row.values[key])) return []
    return [field]
  }
  return type.sections
    .map(s => ({ key: s.key, title: s.title, fields: s.fields.flatMap(shown) }))
    .filter(s => s.fields.length > 0)
}
