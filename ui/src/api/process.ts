import type { ClockChip, Json, Refs, SignKind, Values } from './types'

// GET /api/kontora/approvals/{slug}/{id}
export interface Sheet {
  rounds: Round[] // newest first
  refs: Refs
}
export interface Round {
  route: string
  title: string
  number: number
  began: string
  ended: { at: string; how: 'approved' | 'returned' | 'rejected' | 'left'; by: string | null } | null
  steps: Step[]
  votes: Vote[]
  remarks: Remark[]
  waits: string[] // why a round that is through does not end
  changes: { field: string; title: string; old: Json; new: Json }[] // of what my vote covers, since I voted
  may: string[] // remark
}
export interface Step {
  key: string
  title: string
  state: 'open' | 'ahead' | 'passed' | 'skipped' | 'needless' | 'lost'
  parallel: boolean
  locked: boolean
  mode: string // any, all, quorum 2, share 2/3
  needs: number
  given: number
  asked: Asked[]
  opened?: string
  due?: string
  addedBy?: string | null
  why?: string // what its condition looked at
  waits?: string // why nobody can vote
  hash?: string
  covers: string[]
  may: RouteChange[]
  returnTo: string[]
  opinions: Opinion[]
}
export type RouteChange = 'delegate' | 'before' | 'after' | 'beside' | 'opinion'
/** What whoever decides has asked a colleague; it decides nothing. */
export interface Opinion {
  id: string
  by: string | null
  of: string | null
  at: string
  question?: string
  state: 'asked' | 'given' | 'withdrawn' | 'lapsed'
  text?: string
  giver?: string | null // who stood in for whoever was asked
  given?: string
  may: ('reply' | 'unask')[]
}
export interface Asked {
  person: string | null
  for?: string | null
  why?: 'self' | 'empty' | 'away' | 'handed_on'
  voted: boolean
}
export interface Vote {
  step: string
  by: string | null
  behalf?: string | null
  verdict: 'approve' | 'return' | 'reject'
  outcome?: string // the step's own answer, in words
  comment?: string
  at: string
  revision: number
  counts: boolean
  auto?: string
  withdrawn?: string // taken back by whoever cast it
}
export interface Remark {
  id: string
  by: string | null
  at: string
  text: string
  blocking: boolean
  answer?: string
  answerer?: string | null
  answered?: string
  resolved?: string
  may: ('answer' | 'resolve')[]
}

// POST /api/kontora/{slug}/{id}/approvals/{route} {verdict, …} → Saved
export interface Ballot {
  verdict: 'approve' | 'return' | 'reject' | RouteChange | 'remark' | 'answer' | 'resolve' | 'reply' | 'unask'
  step?: string
  comment?: string
  round?: number
  hash?: string
  to_step?: string
  people?: string[]
  remark?: string
  opinion?: string
  blocking?: boolean
}

// GET /api/kontora/clocks/{slug}/{id}?explain=1 → { clocks: Record<key, Clock> }
export interface Clock extends Omit<ClockChip, 'key'> {
  start: string
  target: string // 4wh, 2wd, 30m
  ended?: string
  calendar: { key: string; title: string; zone: string } | null
  pauses: Stretch[]
  levels: { key: string; title: string; at?: string; rung: number }[]
  past: { at: string; why: string; due: string; target: string; late: boolean }[]
  days?: Day[]
  missing?: number[] // years of which the calendar knows nothing
}
export interface Stretch {
  from: string
  to?: string
}
export interface Day {
  date: string
  kind: 'usual' | 'free' | 'holiday' | 'working' | 'swapped' | 'custom'
  title?: string
  cut?: number
  work: number // minutes counted
  slices: { from: string; to: string }[]
}

// GET /api/kontora/registers → { registers: Register[] }
export interface Register {
  slug: string
  title: string
  about?: string
  dimensions: Dimension[]
  measures: Measure[]
}
export interface Dimension {
  key: string
  title: string
  kind: 'ref' | 'text' | 'date'
  type?: string // slug of the type it names
  fields?: string[] // fields of that type by which sums can be grouped
}
export interface Measure {
  key: string
  title: string
  currency?: string
  currencyBy?: string // the dimension that holds it
  scale: number
  derived?: boolean
}
// GET /api/kontora/registers/{slug}/balances?by&filter → Sums
export interface Sums {
  by: string[]
  lines: SumLine[]
  totals: Amounts
  limits?: Limit[]
  refs: Refs
  more?: boolean
}
export type Amounts = Record<string, string | number | null>
export interface SumLine {
  by: Json[]
  measures: Amounts
  limits?: Limit[]
}
export interface Limit {
  key: string
  title?: string
  holds: boolean
  used?: string | number | null
  cap?: string | number | null
}
// GET /api/kontora/registers/{slug}/entries → Entries
export interface Entries {
  entries: Entry[]
  refs: Refs
  next: string | null
}
export interface Entry {
  day: string
  by: Record<string, Json>
  resource: string
  amount: string | number | null // null: the value was taken back
  record: string | null // slug/id
  posting?: string
  title?: string
  row?: string
}

// POST /api/kontora/bulk
export interface BulkAsked {
  type: string
  ids?: string[]
  transition?: string
  vote?: BulkVote
  fields?: object
  records?: BulkUndo[] // instead of all these
  comment?: string
  dry_run?: boolean
}
export interface BulkVote {
  route: string
  verdict: string
  step?: string
  round?: number
}
/** What takes back what was done with a record. */
export interface BulkUndo {
  id: string
  revision?: number
  transition?: string
  vote?: BulkVote
  fields?: Values
}
// POST /api/kontora/bulk/actions {type, ids} → BulkActions
export interface BulkActions {
  actions: BulkAction[]
  looked: number // of the records, the first so many
}
/** A button that some of the records have. */
export interface BulkAction {
  key: string
  title: string
  count: number
  danger: boolean
  reason: boolean
  fields: string[]
  vote: boolean
}
export interface BulkAnswer {
  dryRun: boolean
  done: number
  refused: number
  results: {
    type?: string // slug; of what was asked
    id: string
    title: string
    amount?: string
    currency?: string
    ok: boolean
    replayed?: boolean
    code?: string
    why: string[]
    undo?: BulkUndo
  }[]
  totals: { currency: string; amount: string; count: number }[]
}

// GET /api/kontora/outbox?state&cursor → Outbox; POST …/{id}/resend, …/{id}/discard
export type OutgoingState = 'dead' | 'dropped' | 'queued' | 'sent'
export interface Outbox {
  items: Outgoing[]
  refs: Refs
  next: string | null
}
/** A letter to somebody, or the effect of a hook that tells of a record. */
export interface Outgoing {
  id: string
  kind: string // mail, push, effect
  to: string | null
  record: string | null
  place?: string // file:line of a hook
  at: string
  next: string
  state: OutgoingState
  tries: number
  reason?: string
}

// GET /api/kontora/signatures/{slug}/{id} → Signatures: every signature, the newest first
export interface Signatures {
  signatures: Signature[]
  refs: Refs
}
export type SignVerdict =
  | 'valid'
  | 'withdrawn'
  | 'changed'
  | 'certificate_revoked'
  | 'certificate_expired'
  | 'certificate_unknown'
/** What anybody may know of a signature. */
export interface Verdict {
  verdict: SignVerdict
  what?: 'content' | 'file' | 'signature' | 'record' | 'event' // that was changed
  kind: SignKind
  version?: number
  name: string
  position?: string
  organization?: string
  at: string
  hash: string
  certificate?: { serial: string; notBefore: string; notAfter: string; revoked?: string }
  ended?: { at: string; reason: 'changed' | 'taken_back' | 'returned'; version?: number }
}
export interface Signature extends Verdict {
  id: string
  code: string // of the page where anybody may verify it
  route: string
  step: string
  title: string // of the step
  round: number
  version: number
  by: string | null
  behalf?: string | null
  content: boolean // I may read what was signed
}
// GET …/{slug}/{id}/{signature}/content → Signed, as a card has it; content.json, content.json.p7s: the bytes
export interface Signed {
  version: number
  number: string | null
  values: Values // a file stands as its SHA-256
  files: { field: string; name: string; size: string; sha256: string }[]
  refs: Refs
}
// GET /api/kontora/verify/{code} → Verdict; POST /api/kontora/verify, multipart content and signature → Verdict
