import type { TFunction } from 'i18next'
import type { TypeMeta } from '../../api/types'
import type { TypeFile } from '../doc/config'
import type { Json } from '../doc/json'
import { statesOf } from '../doc/names'
import type { Moves, Plan, Previewed } from './types'

/** Types of which records may become something else: what the plan counts and what is moved. pack/type. */
export function touchedTypes(plan: Plan, moves: Moves): string[] {
  const counted = plan.differences.filter(d => d.type && (d.records > 0 || d.must)).map(d => d.type ?? '')
  const open = (plan.open ?? []).filter(o => o.records > 0).map(o => o.key)
  return [...new Set([...counted, ...open, ...Object.keys(moves)])]
}

/** Nothing becomes of it: it stays what it is, and nothing is against that. */
export const kept = (one: Previewed): boolean =>
  one.from === one.to && one.changes.length === 0 && one.refused.length === 0

/** What states are called: those of the draft, and those that it takes away. */
export function stateTitles(meta: TypeMeta | undefined, file: TypeFile | undefined): (key: string) => string {
  const known = new Map([
    ...(meta?.states ?? []).map(s => [s.key, s.title] as const),
    ...statesOf(file).map(s => [s.value, s.title] as const),
  ])
  return key => known.get(key) ?? key
}

/** A value in words, as far as it needs no look-up. */
export function saidValue(value: Json | undefined, t: TFunction): string {
  if (value === null || value === undefined || value === '') return t('studio.publishing.preview.none')
  if (typeof value === 'boolean') return t(value ? 'studio.publishing.preview.yes' : 'studio.publishing.preview.no')
  if (Array.isArray(value) && value.every(one => typeof one !== 'object')) return value.join(', ')
  return typeof value === 'object' ? JSON.stringify(value) : String(value)
}
