import type { Card, Fault, Phase, Values } from '../../api/types'

/** Somebody of the office in which a draft is played. */
export interface Member {
  id: string // what steps call them
  user: string
  name: string
  roles: string[]
  unit: string
}

export interface Line {
  name: string // what the play calls the record
  type: string
  id: string
  title: string
  status?: string // key of its state
  state?: string // what that is called
  phase?: Phase
  stage: boolean
}

export interface Told {
  at: string
  by: string
  name: string
  action: string
  title: string
  transition?: string
  from?: string
  to?: string
  reason?: string
  verdict?: string
  step?: string
}

export interface Mail {
  at: string
  name: string
  title: string
  body: string
}

/** What stands after a step. */
export interface Seen {
  play: string
  steps: number
  ok: boolean
  refused: (Fault & { message: string }) | null
  now: string
  next?: string
  people: Member[]
  types?: { key: string; slug: string; title: string; pack: string }[]
  record: { name: string; card: Card | null } | null
  records: Line[]
  events: Told[]
  mail: Mail[]
}

export interface Step {
  as: string
  do: 'create' | 'transition' | 'vote' | 'wait'
  type?: string
  record?: string
  transition?: string
  route?: string
  step?: string
  verdict?: string
  comment?: string
  fields?: Values
  wait?: string
  fill?: boolean
}
