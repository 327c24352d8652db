import type { Card, RefInfo, Refs, TypeMeta } from '../api/types'
import { PEOPLE } from '../fields/lookup'

/** Somebody named by "users/ID" or by the id alone. */
export function personOf(by: string | null | undefined, refs: Refs): RefInfo | null {
  if (!by) return null
  const key = by.includes('/') ? by : `${PEOPLE}/${by}`
  return refs[key] ?? { type: PEOPLE, id: key.slice(key.indexOf('/') + 1), title: '', gone: true }
}

/** The field whose options are people: those who can be mentioned. */
export const peopleField = (type: TypeMeta): string | null =>
  type.fields.find(field => field.kind === 'ref' && field.target === PEOPLE)?.key ?? null

/** Whose a record is. Nobody is told only where somebody could be: a supplier has no one responsible for it. */
export function peopleOf(type: TypeMeta, card: Card): { role: 'author' | 'assignee'; person: RefInfo | null }[] {
  const { author, assignee } = card.people
  return [
    ...(author ? [{ role: 'author' as const, person: personOf(author, card.refs) }] : []),
    ...(assignee || type.assignee ? [{ role: 'assignee' as const, person: personOf(assignee, card.refs) }] : []),
  ]
}
