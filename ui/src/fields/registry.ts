import './mantine'
import type { FieldMeta, Kind } from '../api/types'
import { bool } from './bool'
import { choice } from './choice'
import { date, instant } from './date'
import { file } from './file'
import { geo } from './geo'
import { inverse } from './inverse'
import { json } from './json'
import { money } from './money'
import { quantity } from './quantity'
import { ref } from './ref'
import { rows } from './rows'
import { serial } from './serial'
import { text } from './text'
import { texts } from './texts'
import type { FieldKind } from './types'

const kinds: Record<Kind, FieldKind> = {
  text,
  texts,
  integer: quantity,
  decimal: quantity,
  money,
  bool,
  date,
  instant,
  enum: choice,
  ref,
  file,
  rows,
  geo,
  json,
  number: serial,
  inverse,
}

/** How a field is typed and read. A kind that this program does not know yet is shown as it is stored. */
export const kindOf = (field: FieldMeta): FieldKind => kinds[field.kind] ?? json
