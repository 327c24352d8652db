import type { Fault } from '../../api/types'
import type { Diagnostic } from '../draft/types'

export interface Sample {
  id: string
  type: string // slug
  number: string
  title: string
}

/** One difference from what is in force, and what it means for the records that exist. */
export interface Difference {
  verb: 'added' | 'removed' | 'renamed' | 'changed'
  what: string
  type?: string
  key: string
  title?: string
  severity: 'safe' | 'strict' | 'loss'
  text?: string // a sentence in the reader's language
  consequence?: string
  records: number
  sample?: Sample[]
  needs?: '' | 'state' | 'choice' | 'fill'
}

/** People who get or lose something that they can do. */
export interface Affected {
  text: string
  count: number
  names?: string[]
}

export interface Plan {
  diagnostics: Diagnostic[]
  differences: Difference[]
  people?: Affected[]
  clocks?: (Affected & { sample?: Sample[] })[]
  approvals?: (Affected & { sample?: Sample[] })[]
  refused: Fault['fault'] | null
  records_touched?: number
}

/** What happens to the records of a type that the new configuration leaves no place. */
export interface TypeMoves {
  states?: Record<string, string>
  choices?: Record<string, Record<string, string>>
  open?: 'finish' | 'migrate'
  fill?: Record<string, unknown>
}
export type Moves = Record<string, TypeMoves>

export interface Published {
  revision: number // 0: refused
  hash: string
  diagnostics: Diagnostic[]
}
