import type { Action, Json, Phase, Refs, Who } from '../../api/types'
import type { Diagnostic } from '../draft/types'

// POST /config/access and GET /{type}/{id}/seen, as the server answers them.

export interface StateNamed {
  state: string
  title: string
  phase: Phase
}

export interface Titled {
  key: string
  title: string
}

/** A declaration of rights, and where it stands. */
export interface RuleAt {
  what: 'access' | 'deny' | 'edit' | 'transition' | 'approval' | 'author'
  key?: string
  title?: string
  who?: string
  when?: string
  file?: string // only who designs is told
  path?: string
}

export interface Grant extends RuleAt {
  file: string
  path: string
  who: string
  sure: boolean // it holds for every record of the state
  idle?: boolean // it gives what the party does not see
  fields: string[]
}

export interface AccessCell {
  scope: 'all' | 'some' | 'unit' | 'own' | 'none'
  words: string
  readable: string[]
  editable: string[]
  transitions: number
  votes: number
  buttons: Titled[]
  can: string[]
  why: Grant[]
}

export interface AccessRow {
  key: string // role:pack/role, person:field
  kind: 'person' | 'head' | 'members' | 'role' | 'guest'
  title: string
  about?: string
  people?: number // how many hold the role
  cells: Record<string, AccessCell> // by state; '' for a type without states
}

export interface AccessAnswer {
  type: string
  title: string
  states: StateNamed[]
  fields: Titled[]
  rows: AccessRow[]
  under: 'draft' | 'live'
  diagnostics: Diagnostic[]
}

export type Level = 'hidden' | 'read' | 'edit'

export interface SeenField {
  field: string
  title: string
  level: Level
  value: Json
  withheld?: boolean // they see it, the asker does not
  gives: RuleAt[]
  takes: RuleAt[]
  others?: RuleAt[] // of a hidden one: rules that show it to others
  why?: string
}

export interface SeenAnswer {
  id: string
  type: string // slug
  title: string
  state: StateNamed
  as: Who
  visible: boolean
  gives: RuleAt[]
  lent: RuleAt[]
  fields: SeenField[]
  actions: Action[]
  refs: Refs
}
