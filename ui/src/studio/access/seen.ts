import type { FieldMeta, TypeMeta } from '../../api/types'
import type { Level, SeenAnswer, SeenField } from './types'

export interface Fact {
  seen: SeenField
  meta: FieldMeta | undefined // the asker knows of the field
}

export const levels: Level[] = ['edit', 'read', 'hidden']

/** Cells of a card without those that the engine keeps for itself. Fields are in the order of the form. */
export function factsOf(answer: SeenAnswer, type: TypeMeta): Fact[] {
  const order = type.sections.flatMap(s => s.fields)
  const place = (key: string) => order.indexOf(key) + 1 || order.length + 1
  return answer.fields
    .map(seen => ({ seen, meta: type.fields.find(f => f.key === seen.field) }))
    .filter(fact => !fact.meta?.engine && !engineKeeps.has(fact.seen.field))
    .sort((a, b) => place(a.seen.field) - place(b.seen.field))
}

/** Names that the engine keeps in every record; declared fields cannot have them. */
const engineKeeps = new Set([
  'id',
  'author',
  'created',
  'updated',
  'revision',
  'archived',
  'status',
  'previous',
  'entered_at',
  'closed_at',
])
