import type { FieldMeta, Row, TypeMeta } from '../api/types'
import { PEOPLE } from '../fields/lookup'

/** The engine's field that holds the state; types with a lifecycle have it. */
export const stateField = 'status'
/** And the state before it. */
export const previousField = 'previous'

export interface Column {
  field: FieldMeta
  width: string // of a CSS grid track
  right: boolean // numbers stand under each other
  title: boolean // names the record and leads to it
}

/** Kinds that a list can draw in one line. */
const drawn = new Set([
  'text',
  'integer',
  'decimal',
  'money',
  'bool',
  'date',
  'instant',
  'enum',
  'ref',
  'file',
  'number',
])

export const columnFields = (type: TypeMeta): FieldMeta[] => type.fields.filter(f => drawn.has(f.kind))

/** Columns by their keys; without keys a sensible few. The name of the record is never lost. */
export function columnsOf(type: TypeMeta, keys: string[]): Column[] {
  const fields = columnFields(type)
  const byKey = new Map(fields.map(f => [f.key, f]))
  let chosen = keys.map(k => byKey.get(k)).filter((f): f is FieldMeta => f !== undefined)
  if (chosen.length === 0) chosen = defaults(type, fields)
  const title = byKey.get(type.titleField)
  if (title && !chosen.includes(title)) {
    const at = chosen[0]?.kind === 'number' ? 1 : 0
    chosen = [...chosen.slice(0, at), title, ...chosen.slice(at)]
  }
  return chosen.map(field => column(field, type))
}

const most = 7

function defaults(type: TypeMeta, fields: FieldMeta[]): FieldMeta[] {
  const number = fields.filter(f => f.kind === 'number').slice(0, 1)
  const state = fields.filter(f => f.key === stateField && type.states.length > 0)
  const rest = fields.filter(f => !f.engine && !number.includes(f) && f.kind !== 'file' && f.format !== 'multiline')
  return [...number, ...rest.slice(0, most - number.length - state.length), ...state]
}

function column(field: FieldMeta, type: TypeMeta): Column {
  const title = field.key === type.titleField
  return { field, title, right: isNumeric(field), width: title ? 'minmax(220px, 2fr)' : width(field, type) }
}

export const isNumeric = (f: FieldMeta) =>
  !f.many && (f.kind === 'money' || f.kind === 'integer' || f.kind === 'decimal')

/** A state is never cut: its column is as wide as the longest of its titles. */
function width(field: FieldMeta, type: TypeMeta): string {
  if (field.key === stateField && type.states.length > 0) {
    const longest = Math.max(...type.states.map(s => s.title.length))
    return `${Math.round(longest * 7.3 + 48)}px`
  }
  const head = field.title.length * 6.6 + 30
  if (field.key === type.deadline) return `${Math.max(head, 168)}px`
  switch (field.kind) {
    case 'number':
      return `${Math.max(head, 122)}px`
    case 'money':
      return `${Math.max(head, 108)}px`
    case 'integer':
    case 'decimal':
      return `${Math.max(head, 84)}px`
    case 'date':
    case 'instant':
      return `${Math.max(head, 86)}px`
    case 'file':
      return `minmax(${Math.max(head, 110)}px, 0.7fr)`
    case 'bool':
      return `${Math.max(head, 64)}px`
    case 'enum':
      return `minmax(${Math.max(head, 104)}px, 0.7fr)`
    case 'ref':
      return `minmax(${Math.max(head, field.target === PEOPLE ? 168 : 150)}px, 1fr)`
    default:
      return `minmax(${Math.max(head, 130)}px, 1fr)`
  }
}

/** Currency of a cell: fixed by the field, or read beside it. */
export function currencyOf(field: FieldMeta, row: Row): string {
  if (field.currency) return field.currency
  const beside = field.currencyField ? row.values[field.currencyField] : null
  return typeof beside === 'string' ? beside : ''
}

/** The currency that most rows share: said once in the head, not in each cell. */
export function commonCurrency(field: FieldMeta, rows: Row[]): string {
  if (field.kind !== 'money') return ''
  if (field.currency) return field.currency
  const counts = new Map<string, number>()
  for (const row of rows) {
    if (row.values[field.key] == null) continue
    const code = currencyOf(field, row)
    counts.set(code, (counts.get(code) ?? 0) + 1)
  }
  return [...counts].sort((a, b) => b[1] - a[1])[0]?.[0] ?? ''
}

/** Sort key of a column after one more click: up, down, as in the view. */
export function nextSort(key: string, sort: string): string | undefined {
  if (sort === key) return `-${key}`
  return sort === `-${key}` ? undefined : key
}
