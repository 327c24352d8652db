import { newKey } from '../api/client'
import type { FieldMeta, Values } from '../api/types'
import { type Cells, filesOf, isFile } from '../fields/cell'
import { draftOf } from './answer'

/** The body of a save: values by field, and files that travel beside them. */
export interface Parcel {
  fields: Values
  files: [field: string, file: File][]
}

export function parcelOf(
  fields: FieldMeta[],
  cells: Cells,
  stored: Cells | null,
  touched?: ReadonlySet<string>,
): Parcel {
  const values = draftOf(fields, cells, stored, touched)
  const files: Parcel['files'] = []
  for (const field of fields.filter(f => f.kind === 'file' && f.key in values)) {
    const cell = filesOf(cells[field.key])
    const kept = cell.filter((file): file is string => !isFile(file))
    files.push(...cell.filter(isFile).map(file => [field.key, file] as [string, File]))
    values[field.key] = field.many ? kept : (kept[0] ?? null)
  }
  return { fields: values, files }
}

/** One key per intention: a retry of the same content repeats the key, changed content takes a new one. */
export class Intent {
  private sign = ''
  private key = ''

  constructor(private readonly fresh: () => string = newKey) {}

  keyFor(parcel: unknown, files: Parcel['files'] = []): string {
    const sign = JSON.stringify([parcel, files.map(([field, f]) => [field, f.name, f.size, f.lastModified])])
    if (sign !== this.sign) {
      this.sign = sign
      this.key = this.fresh()
    }
    return this.key
  }

  /** After success the same content is a new intention. */
  done(): void {
    this.sign = ''
  }
}
