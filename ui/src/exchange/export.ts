import { api } from '../api/client'
import type { ListParams } from '../list/useList'

export type Format = 'xlsx' | 'csv'

/** What is asked of the server: the records of a list, or chosen ones. */
export interface Wish {
  format: Format
  only: 'whole' | 'chosen'
  columns: 'shown' | 'all'
}

/** How an export stands. */
export interface Export {
  id: string
  state: 'running' | 'done' | 'failed' | 'cancelled'
  rows: number
  withheld?: number
  name?: string
  expires?: string
  why?: string
}

interface Shown {
  slug: string
  params: ListParams
  columns: string[]
  ids: string[]
}

/** The request for a wish about a list that is on the screen. */
export function requestOf({ slug, params, columns, ids }: Shown, { format, only, columns: which }: Wish) {
  const what = only === 'chosen' && ids.length > 0 ? { ids } : params
  return { type: slug, format, ...what, ...(which === 'shown' ? { columns } : {}) }
}

export const start = (body: object) => api.post<Export>('/exports', body)
export const look = (id: string) => api.get<Export>(`/exports/${id}`)
export const drop = (id: string) => api.del(`/exports/${id}`)
export const file = (id: string) => api.download(`/exports/${id}/file`)

/** A file that another program reads, of chosen records or of those in the list that are fit. */
export const fileFor = (type: string, key: string, body: object) =>
  api.file(`/files/${encodeURIComponent(type)}/${encodeURIComponent(key)}`, body)
