import type { Register, SumLine } from '../api/process'
import type { FieldMeta, Json, TypeMeta } from '../api/types'
import { quote } from '../list/condition'

/** What sums can be grouped by: a dimension, or a field of the record that it names. */
export interface Axis {
  name: string // "line" or "line.branch", as the server takes it
  title: string
  dimension: string
  field?: FieldMeta
  monthly?: boolean // its days are first days of months and stand for these
}

/** Fields that people fill in come first; what names a record or the engine keeps is seldom what one groups by. */
export function axesOf(register: Register, types: TypeMeta[]): Axis[] {
  const names = new Set<FieldMeta>()
  const axes = register.dimensions.flatMap((d): Axis[] => {
    const type = types.find(t => t.slug === d.type)
    const fields = (d.fields ?? []).flatMap(key => type?.fields.find(f => f.key === key) ?? [])
    for (const field of fields) if (field.key === type?.titleField) names.add(field)
    return [
      ...fields.map(field => ({ name: `${d.key}.${field.key}`, title: field.title, dimension: d.key, field })),
      { name: d.key, title: d.title, dimension: d.key },
    ]
  })
  const isLast = (a: Axis) => a.field !== undefined && (a.field.engine === true || names.has(a.field))
  return [...axes.filter(a => !isLast(a)), ...axes.filter(isLast)]
}

/** The axis as its values read: months when each is the first day of one. */
export const asRead = (axis: Axis, values: Json[]): Axis =>
  values.every(v => v === null || /^\d{4}-\d{2}-01$/.test(String(v))) ? { ...axis, monthly: true } : axis

/** A month or a day: such values stand in the order of time, not of their names. */
export const isPeriod = (value: Json): boolean => typeof value === 'string' && /^\d{4}-\d{2}(-\d{2})?$/.test(value)

/** Of what was asked, the axis that holds months or days; it belongs on top. */
export function periodOf(axes: Axis[], by: string[], lines: SumLine[]): Axis | undefined {
  return axes.find(axis => {
    const at = by.indexOf(axis.name)
    const values = lines.flatMap(line => (line.by[at] === null || line.by[at] === undefined ? [] : [line.by[at]]))
    return at >= 0 && values.length > 0 && values.every(v => isPeriod(v ?? null))
  })
}

/** Axes to look at for a period: texts and days. */
export const periodCandidates = (axes: Axis[]) =>
  axes
    .filter(a => !a.field?.engine && (a.field ? a.field.kind === 'text' || a.field.kind === 'date' : false))
    .slice(0, 4)

/** The question for entries of one cell: each axis is held at its value. */
export function cellQuery(held: [axis: Axis | undefined, value: Json][]): Record<string, string> {
  const query: Record<string, string> = {}
  for (const [axis, value] of held) {
    if (!axis) continue
    if (!axis.field) query[axis.dimension] = value === null ? '' : String(value)
    else {
      const key = `filter.${axis.dimension}`
      const condition = conditionOf(axis.field, value)
      query[key] = query[key] ? `${query[key]} and ${condition}` : condition
    }
  }
  return query
}

function conditionOf(field: FieldMeta, value: Json): string {
  const path = `it.${field.key}`
  if (value === null) return `${path} == nil`
  if (field.kind === 'ref') return `${path}.id == ${quote(String(value).slice(String(value).lastIndexOf('/') + 1))}`
  if (typeof value === 'boolean' || typeof value === 'number') return `${path} == ${value}`
  if (field.kind === 'integer' || field.kind === 'decimal') return `${path} == ${value}`
  return `${path} == ${quote(String(value))}`
}
