import type { RefInfo, Refs, TypeMeta } from '../api/types'
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
