import { api } from '../api/client'

export interface Column {
  title: string
  samples: string[]
}

/** A field that a column may fill, or that records are known by. */
export interface Target {
  key: string
  title: string
  fills: boolean
  knows: boolean
}

export type Mode = 'create' | 'update' | 'upsert'

/** How rows become records. */
export interface Plan {
  columns: { column: number; field: string }[]
  mode: Mode
  key: string
  empty: 'keep' | 'clear'
  whole: boolean
  from: number
}

export type Outcome = 'created' | 'updated' | 'same' | 'refused'
export type Tally = Partial<Record<Outcome, number>>

export interface Refused {
  row: number
  why: { field?: string; column?: number; text: string }[]
}

/** How an import stands. */
export interface Import {
  id: string
  name: string
  state: 'uploaded' | 'checking' | 'checked' | 'running' | 'broken' | 'done' | 'failed' | 'cancelled'
  rows: number
  plan: Plan
  columns?: Column[] // right after the upload
  fields?: Target[]
  trial: Tally
  tally: Tally
  refused: Refused[]
  brought: { row: number; id: string; title: string; outcome: Outcome }[]
  created: string
  why?: { text: string }[]
}

/** What the server takes; it says the same when asked for more. */
export const most = { megabytes: 20, rows: 50_000, whole: 2_000, told: 200 }

export const send = (type: string, file: Blob, name: string) =>
  api.upload<Import>(`/imports?${new URLSearchParams({ type, name })}`, file)
export const mine = (type: string) => api.get<{ items: Import[] }>('/imports', { type })
export const look = (id: string) => api.get<Import>(`/imports/${id}`)
export const check = (id: string, plan: Plan) => api.post<Import>(`/imports/${id}/check`, plan)
export const run = (id: string, plan: Plan) => api.post<Import>(`/imports/${id}/run`, plan)
export const drop = (id: string) => api.del(`/imports/${id}`)
export const result = (id: string) => api.download(`/imports/${id}/result`)

export const total = (tally: Tally) => Object.values(tally).reduce((sum, n) => sum + n, 0)
export const isGoing = (state?: string) => state === 'checking' || state === 'running'

/** One that had begun and has not come to its end: it can go on where it was. */
export const isUnfinished = ({ state, tally }: Import) =>
  state === 'running' || (['broken', 'cancelled', 'failed'].includes(state) && total(tally) > 0)

/** A column fills another field, or none; whatever filled that field before no longer does. */
export function assign(plan: Plan, column: number, field: string, fields: Target[]): Plan {
  const others = plan.columns.filter(c => c.column !== column && (field === '' || c.field !== field))
  const columns = field === '' ? others : [...others, { column, field }].sort((a, b) => a.column - b.column)
  return settle({ ...plan, columns }, fields)
}

/** Fields among the columns by which records can be known. */
export const keysOf = (plan: Plan, fields: Target[]) =>
  fields.filter(f => f.knows && plan.columns.some(c => c.field === f.key))

/** A plan that can be carried out: records are known by a field that is there, or all are new. */
export function settle(plan: Plan, fields: Target[]): Plan {
  const able = keysOf(plan, fields)
  const [first] = able
  if (plan.mode === 'create' || !first) return { ...plan, mode: 'create', key: '' }
  return able.some(f => f.key === plan.key) ? plan : { ...plan, key: first.key }
}
