import type { FaultBody, Who } from '../../api/types'
import type { Json } from '../doc/json'
import type { Diagnostic } from '../draft/types'

export interface Sample {
  id: string
  type: string // slug
  number?: string
  title?: string
}

/** One difference between two configurations. */
export interface Difference {
  verb: 'added' | 'removed' | 'renamed' | 'changed'
  what: string
  type?: string // key: pack/type
  key: string
  text: string // a sentence in the reader's language
}

/** A difference from what is in force, and what it means for the records that exist. */
export interface Impact extends Difference {
  records: number
  sample: Sample[]
  consequence?: string
  needs: '' | 'state' | 'choice' | 'type' | 'fill' | 'kind' // what has to be decided
  must: boolean // it is not published before that is decided
  decided: boolean
  options: { code: string; title: string; text: string }[]
}

/** What becomes of the records of a type on which work is owed. */
export interface OpenRecords {
  key: string // pack/type
  title: string
  records: number
  migrates: boolean
  text: string
}

export interface PeopleChange {
  people: number // 0 for a relation to the record
  sample: { id: string; name: string }[]
  text: string
}

export interface ClockChange {
  running: number
  sample: Sample[]
  text: string
}

export interface RouteChange {
  rounds: number
  steps: { key: string; sample: Sample[]; text: string }[]
  text: string
}

export interface Plan {
  diagnostics: Diagnostic[]
  differences: Impact[]
  open: OpenRecords[] | null
  people: PeopleChange[] | null
  clocks: ClockChange[] | null
  approvals: RouteChange[] | null
  references: { text: string }[] | null
  refused: FaultBody | null
  records_touched: number
  denied: FaultBody | null // why who asks may not publish it
  who: Who[] // who could
  whoMore: number
}

/** What a publication would make of one record. */
export interface Previewed {
  id: string
  number: string
  title: string
  from: string // key of a state; '' for one that the asker does not see
  to: string
  changes: { field: string; title: string; old: Json; new: Json }[]
  refused: string[] // why it would stay by its own rules
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
