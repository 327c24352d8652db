import type { FieldMeta, Json, TypeMeta } from '../api/types'

/**
 * One condition of a list. In the address it is a short tuple: ["amount","gt","500000"].
 * The server gets all of them as one expression over `it`.
 */
export type Condition = [field: string, op: Op, value?: Json]

export type Op =
  | 'eq'
  | 'ne'
  | 'in'
  | 'has'
  | 'starts'
  | 'gt'
  | 'gte'
  | 'lt'
  | 'lte'
  | 'between'
  | 'empty'
  | 'filled'
  | 'yes'
  | 'no'

const ops: readonly Op[] = [
  'eq',
  'ne',
  'in',
  'has',
  'starts',
  'gt',
  'gte',
  'lt',
  'lte',
  'between',
  'empty',
  'filled',
  'yes',
  'no',
]

const numeric: Op[] = ['gte', 'lte', 'between', 'eq', 'empty', 'filled']

/** What may be asked of a field, the most likely first. */
export function opsOf(field: FieldMeta): Op[] {
  if (field.many) return field.kind === 'ref' || field.kind === 'enum' ? ['in', 'empty', 'filled'] : []
  switch (field.kind) {
    case 'enum':
    case 'ref':
      return ['in', 'empty', 'filled']
    case 'text':
    case 'number':
      return ['has', 'starts', 'eq', 'empty', 'filled']
    case 'integer':
    case 'decimal':
    case 'money':
      return numeric
    case 'date':
    case 'instant':
      return ['between', 'gte', 'lte', 'empty', 'filled']
    case 'bool':
      return ['yes', 'no']
    default:
      return []
  }
}

/** An address or a saved view may hold more than the builder offers, but nothing the field cannot answer. */
export function canAsk(field: FieldMeta, op: Op): boolean {
  const offered = opsOf(field)
  return offered.includes(op) || (!field.many && offered.length > 0 && (more[field.kind] ?? []).includes(op))
}

const compared: Op[] = ['eq', 'ne', 'gt', 'gte', 'lt', 'lte']
const more: Partial<Record<FieldMeta['kind'], Op[]>> = {
  enum: ['eq', 'ne'],
  ref: ['eq', 'ne'],
  text: ['ne'],
  number: ['ne'],
  integer: compared,
  decimal: compared,
  money: compared,
  date: compared,
  instant: compared,
}

export const needsValue = (op: Op) => !['empty', 'filled', 'yes', 'no'].includes(op)

/** Fields that the builder offers. */
export function filterableFields(type: TypeMeta): FieldMeta[] {
  return type.fields.filter(f => f.filterable && opsOf(f).length > 0)
}

/** A stranger's address is checked before it is used. */
export function readCondition(raw: unknown): Condition | null {
  if (!Array.isArray(raw) || typeof raw[0] !== 'string' || !/^[a-z_][a-z0-9_]*$/i.test(raw[0])) return null
  const op = raw[1] as Op
  if (!ops.includes(op)) return null
  if (needsValue(op) && (raw[2] === undefined || raw[2] === null || raw[2] === '')) return null
  return needsValue(op) ? [raw[0], op, raw[2] as Json] : [raw[0], op]
}

/** Changes no meaning, but is what the server compiles: it.amount >= 500000 and it.status in ["new"]. */
export function filterOf(conditions: Condition[], type: TypeMeta, zone: string): string {
  const parts = conditions.flatMap(c => {
    const field = type.fields.find(f => f.key === c[0])
    return field && canAsk(field, c[1]) ? [expression(c, field, zone)] : []
  })
  return joinFilters(parts)
}

export function joinFilters(parts: string[]): string {
  const given = parts.filter(p => p !== '')
  return given.length > 1 ? given.map(p => (/ (?:or|and) /.test(p) ? `(${p})` : p)).join(' and ') : (given[0] ?? '')
}

const signs: Partial<Record<Op, string>> = { eq: '==', ne: '!=', gt: '>', gte: '>=', lt: '<', lte: '<=' }

function expression([, op, value]: Condition, field: FieldMeta, zone: string): string {
  const path = `it.${field.key}`
  switch (op) {
    case 'empty':
      return `${path} == nil`
    case 'filled':
      return `${path} != nil`
    case 'yes':
      return `${path} == true`
    case 'no':
      return `${path} != true` // what nobody has ticked is not so
    case 'has':
      return `lower(${path}) contains ${quote(String(value).toLowerCase())}`
    case 'starts':
      return `lower(${path}) startsWith ${quote(String(value).toLowerCase())}`
    case 'in':
      return membership(path, field, listOf(value))
    case 'between':
      return range(path, field, value, zone)
    default:
      if (field.kind === 'instant') return moment(path, op, String(value), zone)
      if (field.kind === 'ref') return `${path}.id ${signs[op]} ${quote(idOf(String(value)))}`
      return `${path} ${signs[op]} ${literal(field, value ?? null, zone, false)}`
  }
}

/** An instant against a day: on it, before it, after it. */
function moment(path: string, op: Op, day: string, zone: string): string {
  const [start, next] = [quote(dayStart(day, zone)), quote(dayStart(day, zone, true))]
  switch (op) {
    case 'eq':
      return `${path} >= ${start} and ${path} < ${next}`
    case 'ne':
      return `not (${path} >= ${start} and ${path} < ${next})`
    case 'gt':
      return `${path} >= ${next}`
    case 'lte':
      return `${path} < ${next}`
    default:
      return `${path} ${signs[op]} ${start}`
  }
}

function membership(path: string, field: FieldMeta, values: string[]): string {
  const key = field.kind === 'ref' ? '.id' : ''
  if (field.kind === 'ref') values = values.map(idOf)
  const list = `[${values.map(quote).join(', ')}]`
  if (field.many) return `any(${path}, ${key || '#'} in ${list})`
  return values.length === 1 ? `${path}${key} == ${quote(values[0] ?? '')}` : `${path}${key} in ${list}`
}

/** The id in a stored reference, which in an open field is "pack/type/id". */
const idOf = (stored: string) => stored.slice(stored.lastIndexOf('/') + 1)

function range(path: string, field: FieldMeta, value: Json | undefined, zone: string): string {
  const [from, to] = Array.isArray(value) ? value : []
  const parts = [
    from ? `${path} >= ${literal(field, from, zone, false)}` : '',
    to ? `${path} ${field.kind === 'instant' ? '<' : '<='} ${literal(field, to, zone, true)}` : '',
  ].filter(p => p !== '')
  return parts.join(' and ')
}

/** A value as the expression language writes it. Days of an instant become moments in the reader's zone. */
function literal(field: FieldMeta, value: Json, zone: string, end: boolean): string {
  if (field.kind === 'integer' || field.kind === 'decimal' || field.kind === 'money') {
    const text = String(value)
      .replace(',', '.')
      .replace(/[^\d.-]/g, '')
    return /^-?\d+(\.\d+)?$/.test(text) ? text.replace(/^(-?)0+(?=\d)/, '$1') : '0'
  }
  if (field.kind === 'instant') return quote(dayStart(String(value), zone, end))
  return quote(String(value))
}

/** First moment of a day in a zone, as RFC 3339; with `next`, of the day after. */
export function dayStart(day: string, zone: string, next = false): string {
  const utc = Date.parse(`${day.slice(0, 10)}T00:00:00Z`) + (next ? 86_400_000 : 0)
  if (Number.isNaN(utc)) return day // from a stranger's address: the server says what is wrong
  // The offset at the guess is right but for the hour of a clock change; asking once more settles that.
  let at = utc - offset(utc, zone)
  at = utc - offset(at, zone)
  return `${new Date(at).toISOString().slice(0, 19)}Z`
}

function offset(at: number, zone: string): number {
  const parts = new Intl.DateTimeFormat('en-US', {
    timeZone: zone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  }).formatToParts(at)
  const n = (type: string) => Number(parts.find(p => p.type === type)?.value ?? 0)
  return (
    Date.UTC(n('year'), n('month') - 1, n('day'), n('hour'), n('minute'), n('second')) - Math.floor(at / 1000) * 1000
  )
}

export function listOf(value: Json | undefined): string[] {
  if (Array.isArray(value)) return value.map(String)
  return value === undefined || value === null || value === '' ? [] : [String(value)]
}

/** Text of an expression: quotes and backslashes cannot end it. */
export function quote(text: string): string {
  return JSON.stringify(text)
}
