import type { FieldMeta, TypeMeta } from '../api/types'
import type { LiveState } from './answer'

/** Where each field stands: sections, rows of a twelve-column grid, conditional fields under their cause. */

export interface Placed {
  field: FieldMeta
  state: LiveState
  span: number
  /** Appeared because of other fields: drawn with the amber rail. */
  caused: boolean
  /** Currency field drawn inside the amount. */
  currency?: FieldMeta
}
export interface Block {
  key: string
  title: string
  rows: Placed[][]
}

/** Sections longer than this are cut, so that no block is a wall. */
export const SECTION_LIMIT = 9
/** An index stands at the left from this many sections. */
export const INDEX_FROM = 5

export function blocksOf(
  type: TypeMeta,
  stateOf: (field: FieldMeta) => LiveState,
  shows: (field: FieldMeta) => boolean,
): Block[] {
  return sectionsOf(type)
    .map(section => {
      const visible = section.fields.filter(f => shows(f) && f.widget !== 'hidden' && stateOf(f).visible)
      const absorbed = currenciesInside(visible)
      const placed = underCause(visible, stateOf)
        .filter(f => ![...absorbed.values()].includes(f))
        .map(field => place(field, stateOf(field), absorbed.get(field.key), field.key === type.titleField))
      return { key: section.key, title: section.title, rows: packRows(placed) }
    })
    .filter(block => block.rows.length > 0)
}

function place(field: FieldMeta, state: LiveState, currency: FieldMeta | undefined, names: boolean): Placed {
  const caused = isCaused(state)
  return {
    field,
    state,
    span: caused || (names && field.kind === 'text') ? 12 : spanOf(field),
    caused,
    ...(currency ? { currency } : {}),
  }
}

/** Others made it necessary, or brought it into sight while the form was being filled in. */
const isCaused = (state: LiveState) =>
  Boolean(state.because?.length) && !state.readOnly && (state.required || state.appeared === true)

interface Section {
  key: string
  title: string
  fields: FieldMeta[]
}

/** Declared sections; fields that none names follow in one without a title. */
export function sectionsOf(type: TypeMeta): Section[] {
  const byKey = new Map(type.fields.map(f => [f.key, f]))
  const named = new Set(type.sections.flatMap(s => s.fields))
  const declared = type.sections.map(s => ({
    key: s.key,
    title: s.title,
    fields: s.fields.map(key => byKey.get(key)).filter((f): f is FieldMeta => f !== undefined),
  }))
  const rest = type.fields.filter(f => !named.has(f.key) && !f.engine)
  return [...declared, ...(rest.length > 0 ? [{ key: '', title: '', fields: rest }] : [])].flatMap(cut)
}

function cut(section: Section): Section[] {
  const parts = Math.ceil(section.fields.length / SECTION_LIMIT) || 1
  const size = Math.ceil(section.fields.length / parts)
  return Array.from({ length: parts }, (_, i) => ({
    key: i === 0 ? section.key : `${section.key}~${i}`,
    title: i === 0 ? section.title : '',
    fields: section.fields.slice(i * size, (i + 1) * size),
  }))
}

/** A field that appeared because of others moves below the last of its causes, when they share a section. */
export function underCause(fields: FieldMeta[], stateOf: (field: FieldMeta) => LiveState): FieldMeta[] {
  const order = fields.filter(f => !isCaused(stateOf(f)))
  for (const field of fields.filter(f => isCaused(stateOf(f)))) {
    const causes = stateOf(field).because ?? []
    const last = Math.max(...causes.map(key => order.findIndex(f => f.key === key)))
    const before = fields.slice(0, fields.indexOf(field)).map(f => order.indexOf(f))
    order.splice((last >= 0 ? last : Math.max(-1, ...before)) + 1, 0, field)
  }
  return order
}

/** The amount draws its currency, when both stand in one section. Two amounts of one currency: the first draws it. */
export function currenciesInside(fields: FieldMeta[]): Map<string, FieldMeta> {
  const inside = new Map<string, FieldMeta>()
  const taken = new Set<string>()
  for (const money of fields.filter(f => f.kind === 'money' && f.currencyField)) {
    const currency = fields.find(f => f.key === money.currencyField && f.kind === 'enum' && !f.many)
    if (!currency || taken.has(currency.key)) continue
    taken.add(currency.key)
    inside.set(money.key, currency)
  }
  return inside
}

/** Columns of twelve that a field asks for. */
export function spanOf(field: FieldMeta): number {
  if (field.kind === 'rows' || field.kind === 'json') return 12
  if (field.format === 'multiline') return 12
  if (field.many) return field.kind === 'file' ? 12 : 6
  switch (field.kind) {
    case 'money':
    case 'integer':
    case 'decimal':
    case 'date':
    case 'number':
    case 'bool':
      return 4
    case 'enum':
      return Math.max(0, ...(field.options ?? []).map(o => o.title.length)) > 18 ? 6 : 4
    default:
      return 6
  }
}

/** Fills rows greedily, then evens out each row, so that edges meet; a lone short field keeps its width. */
export function packRows<T extends { span: number }>(placed: T[]): T[][] {
  const rows: T[][] = []
  let free = 0
  for (const item of placed) {
    const row = rows.at(-1)
    if (row && item.span <= free) {
      row.push(item)
      free -= item.span
    } else {
      rows.push([item])
      free = 12 - item.span
    }
  }
  return rows.map(row => (row.length > 1 ? row.map(item => ({ ...item, span: 12 / row.length })) : row))
}

/** Messages in the order in which their fields stand; those of no field come first. */
export function inOrder<T>(byPath: Record<string, T>, blocks: Block[]): Record<string, T> {
  const order = blocks.flatMap(block => block.rows.flat()).map(placed => placed.field.key)
  const place = (path: string) => order.indexOf(path.split('.', 1)[0] ?? '')
  return Object.fromEntries(Object.entries(byPath).sort(([a], [b]) => place(a) - place(b)))
}
