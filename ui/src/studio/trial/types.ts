import type { Diagnostic } from '../draft/types'

/** What is answered in place of a result when the draft does not compile. */
export interface Unsound {
  diagnostics: Diagnostic[]
}
export const isUnsound = (answer: object): answer is Unsound => 'diagnostics' in answer

export interface Deed {
  id: string
  type: string // slug
  number: string
  title: string
  at: string
  text: string
  hidden?: boolean // whoever asks does not see the record
}

export const divergences = [
  'refused',
  'transition_gone',
  'type_gone',
  'approval_added',
  'approval_dropped',
  'state',
  'breach_added',
  'breach_removed',
] as const

/** What would have gone differently, of one kind at one place. */
export interface Divergence {
  kind: (typeof divergences)[number]
  type: string // slug
  key: string
  title: string
  count: number
  sample: Deed[]
}

export interface Backtest {
  from: string
  to: string
  whole: boolean // it got to the end in the time there was
  total: number
  checked: number
  unsure: number
  clocks: { checked: number; late: number; would: number }
  assumptions: string[]
  differences: Divergence[]
}

export interface Use {
  kind: 'type' | 'state' | 'transition' | 'step' | 'timer' | 'clock' | 'field' | 'role' | 'notification'
  type?: string // slug
  key: string
  title: string
  recent: number
  ever: number
  last?: string
  young?: boolean // it came into the configuration within these days
  now?: number // records in a state, holders of a role
  named?: number
  guessed?: boolean
}

export interface Usage {
  days: number
  since: string
  events: number
  from?: string
  whole: boolean
  items: Use[]
  uncounted: { kind: string; text: string }[]
}

export interface Walked {
  type: string // slug
  title: string
  seed: number
  walks: number
  steps: number
  asked: number
  whole: boolean
  unable?: string
  never: { kind: 'state' | 'transition'; key: string; title: string }[]
  silent: { message: string; times: number }[]
  found: Finding | null
}

/** A way to something that must not be. */
export interface Finding {
  kind: 'stuck' | 'lacking' | 'clock' | 'books' | 'history' | 'clocks' | 'failed' | 'endless'
  text: string
  story: string[]
  walked: number // steps before it was shortened
  scenario: string // '' when it cannot be written
  played: boolean // the scenario was played and led there
}
