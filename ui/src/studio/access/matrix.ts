import type { Phase } from '../../api/types'
import type { AccessAnswer, AccessCell, AccessRow, Grant } from './types'

export type View = 'states' | 'fields' | 'transitions'

/** What stands across the fields of one party: the states. */
export type Shown = View | 'party'

export interface Column {
  key: string
  title: string
  phase?: Phase
  vote?: boolean // a step of a route, not a button
}

/** What one cell of a view shows. */
export interface Face {
  hidden: boolean
  scope: '' | Exclude<AccessCell['scope'], 'none'> // '' where the view does not say it
  reads: number // states in which it is read; by state: fields, when these are not all
  edits: number
  acts: number
  votes: number
  idle: boolean // something is given here that the party cannot reach
  level?: 'read' | 'edit' // of one field in one state, where nothing is counted
}

/** A declaration with the states in which it works for the party. */
export type Reason = Grant & { states: string[] }

export const nothing: AccessCell = {
  scope: 'none',
  words: '',
  readable: [],
  editable: [],
  transitions: 0,
  votes: 0,
  buttons: [],
  can: [],
  why: [],
}

/** The states of a type; one nameless for a type without them. */
export const stateKeys = (answer: AccessAnswer): string[] =>
  answer.states.length > 0 ? answer.states.map(s => s.state) : ['']

export const cellAt = (row: AccessRow, state: string): AccessCell => row.cells[state] ?? nothing

/** What stands across: states, fields, or buttons and votes. */
export function columnsOf(answer: AccessAnswer, view: View, always: string): Column[] {
  if (view === 'fields') return answer.fields
  if (view === 'transitions') return [...buttonsOf(answer), ...votesOf(answer)]
  if (answer.states.length === 0) return [{ key: '', title: always }]
  return answer.states.map(s => ({ key: s.state, title: s.title, phase: s.phase }))
}

const unique = (columns: Column[]): Column[] => [...new Map(columns.map(c => [c.key, c])).values()]
const cellsOf = (answer: AccessAnswer): AccessCell[] =>
  stateKeys(answer).flatMap(s => answer.rows.map(row => cellAt(row, s)))

function buttonsOf(answer: AccessAnswer): Column[] {
  return unique(cellsOf(answer).flatMap(cell => cell.buttons))
}

const votePrefix = 'vote:'

function votesOf(answer: AccessAnswer): Column[] {
  const grants = cellsOf(answer).flatMap(cell => cell.why.filter(g => g.what === 'approval'))
  return unique(grants.map(g => ({ key: votePrefix + g.key, title: g.title || (g.key ?? ''), vote: true })))
}

export function faceOf(answer: AccessAnswer, row: AccessRow, view: View, column: string): Face {
  const states = stateKeys(answer).map(s => cellAt(row, s))
  const seen = states.filter(c => c.scope !== 'none')
  const none: Face = { hidden: true, scope: '', reads: 0, edits: 0, acts: 0, votes: 0, idle: false }
  if (view === 'states') return ofState(cellAt(row, column), answer.fields.length)
  if (view === 'fields') {
    const reads = states.filter(c => c.readable.includes(column)).length
    const edits = states.filter(c => c.editable.includes(column)).length
    const given = states.some(c => c.why.some(g => g.idle && g.fields.includes(column)))
    return { ...none, hidden: reads === 0, reads, edits, idle: reads === 0 && given }
  }
  const gives = (c: AccessCell) => grantsOf(c, view, column).length > 0
  const count = seen.filter(gives).length
  const vote = column.startsWith(votePrefix)
  const idle = count === 0 && states.some(gives)
  return { ...none, hidden: seen.length === 0, acts: vote ? 0 : count, votes: vote ? count : 0, idle }
}

/** What one party may do with one field in one state. */
export function faceOfField(row: AccessRow, field: string, state: string): Face {
  const cell = cellAt(row, state)
  const read = cell.readable.includes(field)
  const edit = read && cell.editable.includes(field)
  const idle = !read && cell.why.some(g => g.idle && g.fields.includes(field))
  const scope = read && cell.scope !== 'none' && cell.scope !== 'all' ? cell.scope : ''
  return { hidden: !read, scope, reads: 0, edits: edit ? 1 : 0, acts: 0, votes: 0, idle, level: edit ? 'edit' : 'read' }
}

/** Fields and states in which the draft gives a party more or less than what is in force. */
export function changedOf(draft: AccessAnswer, live: AccessAnswer | undefined, row: AccessRow): Set<string> {
  const changed = new Set<string>()
  const old = live?.rows.find(r => r.key === row.key)
  if (!live) return changed
  for (const { key } of draft.fields) {
    for (const state of stateKeys(draft)) {
      const [was, is] = [faceOfField(old ?? { ...row, cells: {} }, key, state), faceOfField(row, key, state)]
      if (JSON.stringify(was) !== JSON.stringify(is)) changed.add(idOf(key, state))
    }
  }
  return changed
}

const ofState = (c: AccessCell, all: number): Face => ({
  hidden: c.scope === 'none',
  scope: c.scope === 'none' ? '' : c.scope,
  reads: c.scope !== 'none' && c.readable.length < all ? c.readable.length : 0,
  edits: c.scope === 'none' ? 0 : c.editable.length,
  acts: c.scope === 'none' ? 0 : c.transitions,
  votes: c.scope === 'none' ? 0 : c.votes,
  idle: c.scope === 'none' && c.why.some(g => g.idle),
})

/** How deep the ground of a cell is: 0 only sees, 1 edits, 2 acts, 3 both. */
export const powerOf = (face: Face): number =>
  face.hidden ? 0 : (face.edits > 0 ? 1 : 0) + (face.acts + face.votes > 0 ? 2 : 0)

function grantsOf(cell: AccessCell, view: View, column: string): Grant[] {
  if (view === 'states') return cell.why
  if (view === 'fields') return cell.why.filter(g => g.fields.includes(column))
  const [what, key] = column.startsWith(votePrefix)
    ? ['approval', column.slice(votePrefix.length)]
    : ['transition', column]
  return cell.why.filter(g => g.what === what && g.key === key)
}

/** The declarations that a cell comes from; of several states each is told once. */
export function reasonsOf(answer: AccessAnswer, row: AccessRow, view: View, column: string): Reason[] {
  const states = view === 'states' ? [column] : stateKeys(answer)
  const found = new Map<string, Reason>()
  for (const state of states) {
    for (const grant of grantsOf(cellAt(row, state), view, column)) {
      const key = `${grant.what}|${grant.file}|${grant.path}`
      const known = found.get(key)
      if (known) {
        known.states.push(state)
        known.sure = known.sure && grant.sure
        known.idle = known.idle && grant.idle
      } else found.set(key, { ...grant, states: [state] })
    }
  }
  return [...found.values()]
}

/** Rows that the draft has no more stay to be seen: what they had is taken away. */
export function withGone(draft: AccessAnswer, live: AccessAnswer | undefined): AccessRow[] {
  const gone = (live?.rows ?? []).filter(old => !draft.rows.some(row => row.key === old.key))
  return [...draft.rows, ...gone.map(row => ({ ...row, cells: {} }))]
}

export const idOf = (row: string, column: string): string => `${row}|${column}`

/** Cells of a view that are not what is in force. A party or column that is new there is compared with nothing. */
export function changedIn(
  draft: AccessAnswer,
  live: AccessAnswer | undefined,
  view: View,
  columns: string[],
): Set<string> {
  const changed = new Set<string>()
  if (!live) return changed
  for (const row of withGone(draft, live)) {
    const old = live.rows.find(r => r.key === row.key) ?? { ...row, cells: {} }
    for (const column of columns) {
      if (signature(draft, row, view, column) !== signature(live, old, view, column)) {
        changed.add(idOf(row.key, column))
      }
    }
  }
  return changed
}

/** All that a cell means to people, in one text; where it is declared does not matter. */
function signature(answer: AccessAnswer, row: AccessRow, view: View, column: string): string {
  const states = view === 'states' ? [column] : stateKeys(answer)
  return JSON.stringify(states.map(state => meaning(cellAt(row, state), view, column)).filter(m => m !== null))
}

function meaning(cell: AccessCell, view: View, column: string): unknown {
  if (cell.scope === 'none') return null
  if (view === 'fields') return [cell.readable.includes(column), cell.editable.includes(column)]
  if (view === 'transitions') return grantsOf(cell, view, column).length > 0
  const votes = cell.why.filter(g => g.what === 'approval').map(g => g.key)
  return [
    cell.scope,
    [...cell.readable].sort(),
    [...cell.editable].sort(),
    cell.buttons.map(b => b.key).sort(),
    votes.sort(),
    [...cell.can].sort(),
  ]
}
