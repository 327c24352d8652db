import type { Json } from '../doc/json'
import type { Diagnostic } from '../draft/types'

/** One part of an expression with what it gave. */
export interface Step {
  text: string
  from: number
  to: number
  value: Json
  type: string
  shown: string
  ok?: boolean
  hidden?: boolean
  rule?: string // key of the named rule in whose source it stands
  element?: string // the element of a list that it is about
  cut?: boolean // there is more than is told
  children: Step[]
}

/** POST /config/try */
export interface Tried {
  value: Json
  type: string
  shown: string
  ok: boolean | null
  hidden: boolean
  failed: { text?: string; code: string } | null
  trace: Step | null
  diagnostics: (Diagnostic & { from: number; to: number })[]
  says?: string
  under: 'draft' | 'live'
  judged: 'after' | 'now'
  broken: number
  title?: string
}

/** A place where something of the configuration is named. */
export interface Use {
  file: string
  line: number
  column: number
  length: number
  path: string
  text: string // the line as written
  what: string
  sure: boolean
}
