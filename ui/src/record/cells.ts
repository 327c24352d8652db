import type { Card, FieldMeta, FieldState, TypeMeta } from '../api/types'
import { isEmpty, isTyped, saysNothing, textsOf } from '../fields/cell'
import { optionTitle } from '../fields/choice'
import { type Block, blocksOf } from '../form/layout'
import { nameBeside } from '../lib/name'
import { isOwed } from '../lib/phase'

/** What the reader may do with a cell now; a cell the server says nothing about is only read. */
export const cellState = (card: Card, field: FieldMeta): FieldState =>
  card.fields[field.key] ?? { visible: true, required: false, readOnly: true }

export const canEdit = (card: Card, field: FieldMeta) =>
  card.can.edit && isTyped(field) && cellState(card, field).visible && !cellState(card, field).readOnly

const elsewhere = (field: FieldMeta) =>
  Boolean(field.engine) || field.kind === 'inverse' || field.kind === 'number' || field.kind === 'file'

/** Sections of the card. Files stand in their own list, what the engine keeps in the rail. */
export function cardBlocks(type: TypeMeta, card: Card): Block[] {
  // What the head says is not said again, unless it can be changed here.
  const tagged = new Set(
    headTags(type, card)
      .map(tag => tag.field)
      .filter(field => !canEdit(card, field))
      .map(field => field.key),
  )
  return joined(
    blocksOf(
      type,
      field => cellState(card, field),
      field =>
        !elsewhere(field) &&
        !tagged.has(field.key) &&
        !saidByTitle(type, card, field) &&
        (isHidden(card, field) ||
          canEdit(card, field) ||
          Boolean(card.row.faults?.[field.key]) ||
          !saysNothing(card.row.values[field.key])),
    ),
  )
}

/** A form is cut into short blocks; what is only read stands as its section was declared. */
function joined(blocks: Block[]): Block[] {
  const whole: Block[] = []
  for (const block of blocks) {
    const last = whole.at(-1)
    if (last && block.key.startsWith(`${last.key}~`)) last.rows = [...last.rows, ...block.rows]
    else whole.push({ ...block })
  }
  return whole
}

/** The heading is this very text: once is enough. */
const saidByTitle = (type: TypeMeta, card: Card, field: FieldMeta) =>
  field.key === type.titleField &&
  card.row.values[field.key] === nameBeside(card.number, card.title) &&
  !canEdit(card, field)

export const isHidden = (card: Card, field: FieldMeta) => card.row.hidden?.includes(field.key) ?? false

export const fileFields = (type: TypeMeta, card: Card): FieldMeta[] =>
  type.fields.filter(
    field =>
      field.kind === 'file' &&
      cellState(card, field).visible &&
      (!isEmpty(card.row.values[field.key]) || canEdit(card, field)),
  )

/** Short choices people look at in lists stand beside the title too: urgency and the like. */
export function headTags(type: TypeMeta, card: Card): { field: FieldMeta; title: string }[] {
  const looked = new Set([...(type.views[0]?.columns ?? []), type.priority])
  return type.fields
    .filter(field => field.kind === 'enum' && !field.many && !field.engine && looked.has(field.key))
    .filter(field => (field.options?.length ?? 0) <= 5)
    .flatMap(field => textsOf(card.row.values[field.key]).map(key => ({ field, title: optionTitle(field, key) })))
    .slice(0, 2)
}

/** The deadline of work that is still owed. */
export function dueOf(type: TypeMeta, card: Card): string | null {
  const due = type.deadline && !card.archived && isOwed(stateNow(card)?.phase) ? card.row.values[type.deadline] : null
  return typeof due === 'string' ? due : null
}

/** The state the record is in. */
export const stateNow = (card: Card) => card.path.find(step => step.kind === 'current')
