import type { Json, TypeMeta, Values } from '../api/types'
import { type Condition, filterOf, readCondition } from '../list/condition'

/** One rule of an absence as the screen edits it: for these records this colleague stands in. */
export interface StandInRule {
  id: number
  type: string // slug, "" while none is chosen
  conditions: Condition[]
  substitute: string | null // id
}

/** Types whose records wait for somebody: only of these one can stand in. */
export const waitingTypes = (types: TypeMeta[]): TypeMeta[] => types.filter(t => t.states.length > 0 && !t.directory)

/** What is sent: the condition as lists write it, and beside it the form in which the screen reads it again. */
export function sentRules(rules: StandInRule[], types: TypeMeta[], zone: string): Values[] {
  return rules.map(rule => {
    const type = types.find(t => t.slug === rule.type)
    return {
      type: rule.type || null,
      condition: (type && filterOf(rule.conditions, type, zone)) || null,
      state: rule.conditions.length > 0 ? JSON.stringify(rule.conditions) : null,
      substitute: rule.substitute,
    }
  })
}

/** The rules of a stored absence. A condition that the screen did not write is told as such: `conditions` is null. */
export interface StoredRule {
  type: string
  conditions: Condition[] | null
  substitute: string | null
}

export function storedRules(cell: Json | undefined): StoredRule[] {
  if (!Array.isArray(cell)) return []
  return cell.flatMap(row => {
    if (row === null || typeof row !== 'object' || Array.isArray(row)) return []
    const text = (key: string) => (typeof row[key] === 'string' ? (row[key] as string) : '')
    return [
      {
        type: text('type'),
        conditions: conditionsOf(text('condition'), text('state')),
        substitute: text('substitute') || null,
      },
    ]
  })
}

function conditionsOf(condition: string, state: string): Condition[] | null {
  if (condition === '') return []
  try {
    const raw: unknown = JSON.parse(state)
    const read = Array.isArray(raw) ? raw.map(readCondition) : []
    return read.length > 0 && !read.includes(null) ? (read as Condition[]) : null
  } catch {
    return null
  }
}
