import type { TypeMeta } from '../api/types'
import type { Cells } from '../fields/cell'
import { type Parcel, parcelsOf } from './store'

/** A parcel of this person; null when it is gone. */
export const parcelBy = async (user: string, key: string): Promise<Parcel | null> =>
  (await parcelsOf(user)).find(parcel => parcel.key === key) ?? null

/** What was written, with its files, as a form begins with it. */
export function cellsOf(type: TypeMeta, { body, files }: Pick<Parcel, 'body' | 'files'>): Cells {
  const cells = { ...(body.fields as Cells) }
  for (const field of type.fields.filter(f => f.kind === 'file')) {
    const own = files.filter(([key]) => key === field.key).map(([, file]) => file)
    if (own.length > 0) cells[field.key] = field.many ? own : (own[0] ?? null)
  }
  return cells
}
