import type { FieldMeta, MetricMeta, TypeMeta } from '../api/types'
import { type Condition, canAsk, filterableFields, filterOf } from '../list/condition'
import type { Period } from './period'

/** One question to the server: figures of a type that share their conditions and what they are broken down by. */
export interface Ask {
  metrics: MetricMeta[]
  conditions: Condition[] // those of the list behind each of them, too
  by: string
}

/** What is to be asked of a type: figures of a period have one condition more than those of now. */
export function asksOf(type: TypeMeta, conditions: Condition[], period: Period | null, by: string): Ask[] {
  const asks = new Map<string, Ask>()
  for (const metric of type.metrics ?? []) {
    const at = period && metric.at ? metric.at : ''
    const own = by === '-' ? '-' : metric.by?.includes(by) ? by : (metric.by?.[0] ?? '-')
    const known = asks.get(`${at}|${own}`)
    if (known) known.metrics.push(metric)
    else {
      const dated: Condition[] = at && period ? [[at, 'between', [period.from, period.to]]] : []
      asks.set(`${at}|${own}`, { metrics: [metric], conditions: [...conditions, ...dated], by: own })
    }
  }
  return [...asks.values()]
}

export function paramsOf(ask: Ask, type: TypeMeta, zone: string): Record<string, string> {
  const filter = filterOf(ask.conditions, type, zone)
  return {
    metrics: ask.metrics.map(m => m.key).join(','),
    by: ask.by,
    ...(filter ? { filter } : {}),
  }
}

/** Whether every condition can be asked of a type: else its figures would be of other records than they say. */
export const answers = (type: TypeMeta, conditions: Condition[]): boolean =>
  conditions.every(c => type.fields.some(f => f.key === c[0] && canAsk(f, c[1])))

const sameField = (a: FieldMeta, b: FieldMeta) => a.key === b.key && a.kind === b.kind && a.target === b.target

/**
 * The type whose fields the conditions are written over: the one that shares the most fields with the others. It is
 * left with those fields alone, so that a condition narrows more than one section.
 */
export function common(types: TypeMeta[]): TypeMeta | null {
  const least = Math.min(2, types.length)
  const shared = types.map(type => ({
    ...type,
    fields: filterableFields(type).filter(
      f => types.filter(other => other.fields.some(g => sameField(f, g))).length >= least,
    ),
  }))
  return shared.reduce<TypeMeta | null>((best, t) => (best && best.fields.length >= t.fields.length ? best : t), null)
}

/** The condition that narrows a list to one group; none where a list cannot be asked that. */
export function groupCondition(field: FieldMeta, stored: string | boolean | null): Condition | null {
  if (stored === null) return canAsk(field, 'empty') ? [field.key, 'empty'] : null
  if (typeof stored === 'boolean') return stored ? [field.key, 'yes'] : null // "no" counts empty ones too
  return [field.key, 'in', [stored]]
}
