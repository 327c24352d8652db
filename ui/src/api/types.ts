/**
 * What the server says and takes. Values in records are plain JSON by field kind:
 * text, enum, number, date ("2026-03-26") and instant ("2026-03-26 09:00:00.000Z") are strings;
 * integer is a number; decimal and money are strings ("1842500.00") so that nothing is lost;
 * bool is a boolean; ref is an id (or "pack/type/id" when the field accepts several types);
 * several of anything is an array; rows are arrays of objects with id; file is a stored name.
 * null is empty. The facts behind ids (names of people, titles of records) come in `refs`.
 */

export type Json = null | boolean | number | string | Json[] | { [k: string]: Json }
export type Values = Record<string, Json>

// ---- GET /api/kontora/meta -------------------------------------------------
export interface Meta {
  hash: string // changes when the configuration does; realtime topic "kontora/config" announces it
  product: { name: string; company: string; demo: boolean }
  lang: 'ru' | 'en'
  me: Me
  packs: { key: string; title: string }[]
  menu: MenuGroup[]
  types: TypeMeta[]
  registers: { slug: string; title: string }[] // sums that exist for me
  currencies: Record<string, { digits: number; symbol: string }>
}
export interface MenuGroup {
  key: string
  title: string
  items: { type: string; title: string; icon: string; open: number | null }[] // open: records not yet done that I see
}
export interface Me {
  id: string
  name: string
  email: string
  position: string
  unit: string // title of the department
  roles: { key: string; title: string }[]
  design: boolean // may change the configuration
  design_packs: string[] | null // only these packs; null: all, or nothing
  settings: boolean // may change some parameter
  zone: string // IANA name
  prefs: Prefs
}
export interface Prefs {
  lang?: 'ru' | 'en'
  scheme?: 'light' | 'dark' | 'auto'
  density?: 'dense' | 'normal' | 'loose'
  letters?: boolean // single-letter keys on
  mail?: 'each' | 'digest' | 'none'
  push?: 'all' | 'urgent' | 'none'
  digest_at?: string | null // "09:00"; null clears
  quiet_from?: string | null
  quiet_to?: string | null
}
export type Kind =
  | 'text'
  | 'integer'
  | 'decimal'
  | 'money'
  | 'bool'
  | 'date'
  | 'instant'
  | 'enum'
  | 'ref'
  | 'file'
  | 'texts'
  | 'geo'
  | 'json'
  | 'number'
  | 'rows'
  | 'inverse'
export interface FieldMeta {
  key: string
  title: string
  about?: string
  kind: Kind
  many?: boolean
  format?: 'multiline' | 'email' | 'uri' | 'phone'
  options?: { key: string; title: string }[] // enum
  target?: string // ref, inverse: slug of the type; "" when several types are possible
  targets?: string[] // slugs, when several
  currency?: string // money: literal code
  currencyField?: string // money: field that holds the code
  scale?: number // decimal
  unit?: string
  widget?: string
  columns?: FieldMeta[] // rows
  accept?: string[]
  maxSize?: number // bytes
  versions?: boolean // file: a new one is the next version
  min?: Json
  max?: Json
  maxLength?: number
  acyclic?: boolean // ref: never leads round; several of them are predecessors
  engine?: boolean // status, author, created …
  readOnly?: boolean // never typed: computed, numbers, set by transitions
  sortable?: boolean
  filterable?: boolean
}
export type Phase = 'new' | 'active' | 'decision' | 'waiting' | 'rework' | 'done' | 'closed' | 'cancelled'
export interface StateMeta {
  key: string
  title: string
  phase: Phase
}
export interface TypeMeta {
  key: string // "office/payment"
  slug: string // "office_payment": name in URLs
  title: string // one: «Оплата счёта»
  plural: string // many: «Оплата счетов»
  about: string
  icon: string
  creatable: boolean // I may create one
  importable: boolean // and bring some in from one
  exportable: boolean // I may take some of its records out in a file
  files?: { key: string; title: string }[] // for other programs: those that I may make of its records
  intake?: string // format of files whose documents become its records
  bulkLimit: number // how many records I may change at once
  fields: FieldMeta[] // only those I may ever see
  sections: { key: string; title: string; fields: string[] }[]
  states: StateMeta[] // empty: no lifecycle
  views: { key: string; title: string; columns: string[]; sort: string; group?: string; metric?: boolean }[]
  metrics?: MetricMeta[] // figures of the summary
  titleField: string // field that names a record in lists
  deadline?: string // field by which the work is due
  assignee?: string // field that names who is responsible
  priority?: string // field that says how urgent it is
  amount?: string // field with its sum
  directory?: 'person' | 'unit' | 'absence'
  approvals?: boolean // its records have approval sheets
  signs?: boolean // some of their steps are signatures
  clocks?: boolean // and clocks
}

// ---- figures of the summary --------------------------------------------------
export interface MetricMeta {
  key: string
  title: string
  view: string // the list of exactly what it counts
  at?: string // field by which a record belongs to a period; absent: it tells of now
  of?: string // field that is summed up, or whose mean it is
  fold?: 'sum' | 'mean'
  share?: boolean // a part of the records, in per cent; its list is view + ".share"
  by?: string[] // fields that it can be broken down by
}
export interface Figure {
  count: number
  exact: boolean // else there are more
  shared?: number
  share?: string // per cent, to a tenth
  number?: string
  amounts?: { currency: string; value: string }[]
  groups?: FigureGroup[] // the largest first
  more?: boolean
}
export interface FigureGroup extends Figure {
  value: string | boolean | null // key of a choice, slug/id of a record; null: empty
}
/** GET /api/kontora/metrics/{slug}?metrics=&filter=&by= */
export interface Metrics {
  metrics: Record<string, Figure>
  refs: Refs
}

// PATCH /api/kontora/me {prefs: Partial<Prefs>} → Me (named preferences change, the others stay)

// ---- faults: every status ≥ 400 --------------------------------------------
export interface Fault {
  status: number
  message: string // for people, in their language
  data: Record<string, { code: string; message: string }> // PocketBase's shape, by field
  fault: FaultBody
}
export interface FaultBody {
  kind: 'conflict' | 'denied' | 'internal' | 'invalid' | 'limit' | 'missing'
  code: string // key of the catalogue: "faults.field_required"
  params?: Record<string, Json>
  field?: string // "lines.2.qty"
  text?: string // author's own message; wins over the catalogue
  fields?: FaultBody[] // all at once
}

// ---- records ---------------------------------------------------------------
/**
 * Titles behind references: "slug/id" → what to show. People carry name and initials. A stored file stands under
 * "file/NAME": its title is the name that people gave it.
 */
export type Refs = Record<string, RefInfo>
export interface RefInfo {
  type: string // slug
  id: string
  title: string
  status?: string
  phase?: Phase
  number?: string
  position?: string // people
  unit?: string // people
  gone?: boolean // no longer there, or not visible: title is ""
  size?: number // files: bytes
  at?: string // files: when it came
  by?: string // files: from whom, "users/ID"
}
/** One clock in one line: minutes of its calendar, or of the wall. */
export interface ClockChip {
  key: string
  title: string
  state: 'running' | 'paused' | 'met' | 'breached' | 'cancelled'
  due: string // instant
  late: boolean
  norm: number // minutes there are
  rest: number // minutes left; below zero: past it
  work: boolean // minutes of work
}
export interface Row {
  id: string
  type: string // slug
  values: Values // cells that I may see; a hidden cell is absent
  hidden?: string[] // cells that exist but are not mine to see
  faults?: Record<string, string> // why a formula has no value
  comments?: number
  clock?: ClockChip // the most pressing one
}

// GET /api/kontora/card/{slug}/{id}
export interface Card {
  row: Row
  refs: Refs
  revision: number
  title: string
  number: string
  path: PathStep[] // walked states, then the likely future
  exits: { key: string; title: string; phase: Phase }[] // side exits from here
  actions: Action[]
  waiting: Waiting[] // steps that it takes by itself, and what they wait for
  fields: Record<string, FieldState> // what I may do with each cell now
  related: RelatedGroup[] // derived relations
  people: { author: string | null; assignee: string | null } // "users/ID" keys into refs
  can: { comment: boolean; archive: boolean; export: boolean; edit: boolean }
  config: { revision: number; at: string } // rules this record lives by
  archived: boolean
  prints?: PaperMeta[] // papers that I may make of it
  account?: Account // of a person, when I may let them in
}
/** A paper that is made of a record. */
export interface PaperMeta {
  key: string
  title: string
  issues: boolean // and I may keep it with the record
}

/** How a person signs in. */
export interface Account {
  login: string // "" when it is not mine to see
  has: boolean // there is a password
  given?: { at: string; by: string | null } // by somebody else; null: the operator
  open: boolean // the person's state lets them in
  least: number // characters that a password needs
}
// PUT /api/kontora/password/{id} {password} → 204

export interface RelatedGroup {
  field: string
  title: string
  type: string // slug
  via: string // their field that points here
  here?: string // what it holds in a new one; absent when none may be added
  count: number
  open?: number // not finished; only of types with states
  rows: Row[] // what is owed first, the most pressing on top
}
export interface PathStep {
  state: string
  title: string
  phase: Phase
  kind: 'walked' | 'current' | 'next'
  since?: string // instant of entering
  seconds?: number // spent there (walked)
}
/** One button. `allowed: false` keeps its place and explains itself. */
export interface Action {
  key: string // transition
  title: string
  about?: string
  to: { state: string; title: string; phase: Phase }
  allowed: boolean
  likely: boolean // the one filled button
  danger: boolean
  asks: { reason: boolean; templates: string[]; fields: string[]; required: string[] } // a dialog is needed when any is set
  why?: Why // when not allowed
  vote?: VoteOf // a vote, not a transition
}
export interface VoteOf {
  route: string
  step: string
  title: string
  verdict: string
  outcome?: string
  round: number
  hash: string
  sign?: SignKind // it is a signature
  covers?: string[] // of these fields, as far as I see them
}
export type SignKind = 'simple' | 'nep' // confirmed by the password, or made with a certificate
/** A step that is due and that something stands in the way of; it is taken as soon as nothing does. */
export interface Waiting {
  key: string // transition
  to: { state: string; title: string; phase: Phase }
  failed: WhyClause[]
}
export interface Why {
  failed: WhyClause[]
  passed: { text: string }[] // fields that a condition which holds looks at; may be ""
  who: Who[] // who can
  whoMore: number
  fix: { kind: 'field' | 'open'; field?: string; type?: string; id?: string; title: string }[]
}
export interface WhyClause {
  kind: 'people' | 'guard' | 'field' | 'state' | 'rule'
  text: string // bold fact
  detail?: string // values below it
  code: string
  field?: string
  step?: string // the button that would mend it
  by?: Who[] // and whose it is
}
export interface Who {
  key: string // "users/ID"
  title: string
  unit?: string
}
export interface FieldState {
  visible: boolean
  required: boolean
  readOnly: boolean
  reason?: string // why read-only, or why it appeared
  because?: string[] // fields whose values made it appear or become required
}

// GET /api/kontora/actions/{slug}/{id} → { revision, actions: Action[], waiting: Waiting[] }

// POST /api/kontora/forms/{slug}  {id?, transition?, values, touched?: string[]}
export interface FormAnswer {
  fields: Record<string, FieldState>
  values: Values // computed and proposed values (only what differs from what was sent)
  errors: FaultBody[] // of the values sent so far
  refs: Refs
}

// POST /api/kontora/{slug}                       {fields, comment?, transition?, force?}  → Saved
// POST /api/kontora/{slug}/{id}/{transition}     {fields?, comment?, revision, force?}     → Saved
// PATCH /api/kontora/{slug}/{id}                 {fields, revision}                        → Saved
// a stale revision is 409 stale_revision with params.now: Saved, the record as it is
// all take Idempotency-Key; files go as multipart: part "json" with the body, file parts named by field.
export interface Saved {
  id: string
  revision: number
  existing?: true // another system had sent the record before; nothing was created
  card: Card
}

// GET /api/kontora/lists/{slug}?view&filter&sort&cursor&limit&q&columns
//   filter: expr over `it`, e.g. it.status == "new" and it.amount > 500000
export interface ListAnswer {
  rows: Row[]
  refs: Refs
  next: string | null // cursor
  searched?: { scanned: number; more: boolean } // the scan budget ended before the page was full
}
// GET /api/kontora/counts/{slug}?view&filter&q&group → { count: number, exact: boolean, groups?: Record<value, { count, exact }> }
// GET /api/kontora/counts → { open: Record<slug, number>, inbox: number, mentions: number }; only types whose records
// get done are counted, -1 is more than a thousand
// GET /api/kontora/inbox?tab=todo|mine|watch|overdue&cursor → InboxAnswer
export interface InboxItem {
  id: string
  type: string
  title: string
  number: string
  status: string
  phase: Phase
  statusTitle: string
  deadline: string | null
  amount: string | null
  currency: string | null
  author: string | null // "users/ID"
  assignee: string | null
  updated: string
  action: { key: string; title: string; vote?: boolean } | null // the likely button
  waits?: { title: string; text: string; by?: Who[] } // what stands before my step, and whose that is
  clock?: ClockChip // the most pressing one
}
export interface InboxAnswer {
  items: InboxItem[]
  refs: Refs
  next: string | null
}
// GET /api/kontora/home
export interface Home {
  now: string
  overdue: InboxItem[]
  today: InboxItem[]
  later: InboxItem[]
  total: number
  mine: (InboxItem & { steps: Phase[]; current: number })[] // my own requests with their way
  mentions: Mention[]
  refs: Refs
  day?: WorkDay // my working day by my calendar; absent on a day off
}
/** The ruler of today: instants; breaks are not counted. */
export interface WorkDay {
  from: string
  to: string
  breaks: { from: string; to: string; title: string }[]
}
export interface Mention {
  id: string
  at: string
  by: string // "users/ID"
  text: string
  type: string
  record: string
  title: string
  unread: boolean
}

// GET /api/kontora/related/{slug}/{id}?type&field&cursor → RelatedAnswer: what points at a record
export interface RelatedAnswer {
  groups: PointingGroup[]
  refs: Refs
}
export interface PointingGroup {
  type: string
  field: string
  title: string // of the field
  count: number
  exact: boolean // false: at least so many
  rows: Row[]
  next: string | null
}

// GET /api/kontora/history/{slug}/{id}?cursor
export interface HistoryAnswer {
  events: HistoryEvent[]
  refs: Refs
  next: string | null
}
export interface HistoryEvent {
  id: string
  at: string
  by: string | null // "users/ID"; null: the engine itself
  action:
    | 'create'
    | 'edit'
    | 'transition'
    | 'comment'
    | 'archive'
    | 'restore'
    | 'migrate'
    | 'timer'
    | 'vote'
    | 'round'
    | 'clock'
    | 'duplicate'
  title?: string // of the transition; what happened beside the record, in words
  from?: string
  to?: string
  reason?: string
  diff: { field: string; title: string; old: Json; new: Json }[] // only cells I may see
  hidden: number // how many changed cells I may not see
  comment?: Comment
  cause?: { type: string; id: string; title: string } // the record whose change caused this one
  behalf?: string // "users/ID" of somebody away in whose place it was done
  twin?: { type: string; id: string; title: string } // of a duplicate that was kept: what it seems to be
}
// GET  /api/kontora/comments/{slug}/{id}?cursor → { comments: Comment[], refs, next }
// POST /api/kontora/comments/{slug}/{id} {text, mentions: userId[], reply?: id} → { comment, warnings: FaultBody[] };
//   with files it is multipart: the part json, and parts named files
// GET  /api/kontora/comments/{slug}/{id}/{comment}/{name}?token&thumb&download
export interface Comment {
  id: string
  at: string
  by: string
  text: string // mentions as @[Name](ID)
  reply?: string
  files: CommentFile[]
  edited?: string
}
export interface CommentFile {
  name: string // in the storage
  title: string // as it was given
  type: string // MIME
  size: number
}

// GET /api/kontora/options/{slug}?field=&q=&values=json → { options: RefInfo[], more: boolean }
// GET /api/kontora/search?q= → { hits: SearchHit[], more: boolean }
export interface SearchHit {
  type: string
  id: string
  number: string
  title: string
  snippet: string
  status?: string
  phase?: Phase
  updated: string
  found?: FoundIn[] // where, when not in title or number
}
/** Where a record holds the words that were asked for. */
export interface FoundIn {
  kind: 'field' | 'file' | 'comment'
  field?: string
  title?: string // of the field, or of the file
  name?: string
  snippet?: { text: string; hit?: boolean }[]
}
// GET /api/kontora/views → { views: SavedView[] }; POST {SavedView without id} → SavedView; PATCH/DELETE …/views/{id}: saved lists of mine
export interface SavedView {
  id: string
  type: string
  title: string
  view: string // ready-made view it was made from; its `where` holds too
  filter: string // expr, as a list takes it
  state: Json // the conditions in the browser's own form, kept as given
  sort: string
  columns: string[]
}
// GET /api/kontora/notifications?cursor → { items: Notice[], unread: number, next }; POST …/read {ids?: string[]}
export interface Notice {
  id: string
  at: string
  title: string
  body: string
  type: string
  record: string
  unread: boolean
}
// GET /api/kontora/keys → { keys: ApiKey[] }; DELETE …/keys/{id}; POST {title, scopes, until?} answers `secret` once
export interface ApiKey {
  id: string
  title: string
  prefix: string
  scopes: string[] // "read", "write", "office_payment:read", "configuration:publish"
  created: string
  used: string | null
  until: string | null
  secret?: string
}
// GET /api/kontora/push → PushAnswer; POST {endpoint, keys} → Device; DELETE …/push/{id}
export interface PushAnswer {
  key: string // for PushManager.subscribe
  devices: Device[]
}
export interface Device {
  id: string
  title: string // "Firefox, Windows"; "" when nobody knows
  created: string
  used: string | null
}
// GET /api/kontora/settings → SettingsAnswer, of those that I may change
// PUT /api/kontora/settings/{pack}/{name} {value, unit?, since?, comment?} → SettingsAnswer with that one; null takes back
export interface SettingsAnswer {
  settings: Setting[]
  units: string[] // keys in refs
  refs: Refs
}
export interface Setting {
  key: string // "office/quotes_from"
  pack: { key: string; title: string }
  title: string
  about: string
  kind: string // "span": a length of time, "7d", "2h30m"
  field: FieldMeta // how any other value is typed
  value: Json // in force for the whole installation
  default: Json // of the file
  own: boolean // given here, not taken from the file
  perUnit: boolean // units may have values of their own
  given: SettingGiven[] // other values: of units, and those to come
  changed?: {
    at: string
    by: string | null // null: the operator
    unit?: string
    since?: string
    old: Json
    new: Json // null: taken back
    reason?: string
  }
}
export interface SettingGiven {
  unit: string | null // key in refs; null: the whole installation
  since: string // a day; "" when it holds now
  value: Json
}
// GET /api/kontora/setup → { needed: boolean, packs: {key,title,about,requires}[] , oidc: {name, title}[] }
// POST /api/kontora/setup {name, email, password, company, packs: string[], token}  first run only; token is printed by the server
// Config (needs `design`): GET /api/kontora/config → { revision, hash, at, by, note, files: Record<path, text> }
//   POST /api/kontora/config/check {files} → { diagnostics: Diagnostic[] }
//   POST /api/kontora/config {files, note, base?: hash} → { revision, hash, diagnostics }   (files: path → text or null to delete)
//   POST /api/kontora/config/packs {packs: string[]} installs packs that ship with the program
export interface Diagnostic {
  severity: 'error' | 'warning'
  code: string
  message: string
  hint?: string
  file: string
  line: number
  column: number
  path: string
  length?: number
  source?: string
}

// Realtime, through PocketBase's /api/realtime: "<slug>/*" and "<slug>/<id>" carry PocketBase's record events;
// "kontora/work" {type, id, action} what changed among records I may see; "kontora/notices" {};
// "kontora/config" {hash}; "kontora/comments/<slug>/<id>" {id}.
export interface FileVersion {
  version: number
  name: string // under which it is downloaded
  title: string
  size: number // bytes
  type: string
  sha256: string // "" of a file that came before versions were kept
  at: string
  by: string | null
  comment?: string
  current?: boolean
}
export interface VersionsAnswer {
  fields: { field: string; title: string; versions: FileVersion[] }[]
  refs: Refs
}
