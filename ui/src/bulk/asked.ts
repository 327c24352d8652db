import type { BulkAction, BulkAsked } from '../api/process'
import type { FieldMeta } from '../api/types'

/** What a button does with many: a transition, or a vote by its key. */
export function askedBy(action: Pick<BulkAction, 'key' | 'vote'>): Pick<BulkAsked, 'transition' | 'vote'> {
  if (!action.vote) return { transition: action.key }
  const [route = '', step = '', verdict = ''] = action.key.split('.')
  return { vote: { route, step, verdict } }
}

/** One value for all: not what belongs to a record alone. */
export const editableTogether = (field: FieldMeta): boolean =>
  !field.engine && !field.readOnly && !['rows', 'file', 'inverse', 'number', 'json', 'geo'].includes(field.kind)
