import type { Action, Card, Why } from '../api/types'

/** Which buttons stand in the bar and which behind ⋯. The likely one leads; the rest keep the order of the server. */
export interface Bar {
  open: Action[]
  closed: Action | null
  more: Action[]
}

/** Room of a bar: how many buttons, and whether dangerous ones may be among them. */
export interface Room {
  buttons: number
  danger: boolean
}
export const desk: Room = { buttons: 3, danger: true }
export const narrow: Room = { buttons: 2, danger: true }
/** A thumb, or a queue where one decides fast: what cannot be taken back lies a step further. */
export const calm = (buttons: number): Room => ({ buttons, danger: false })

export function barOf(actions: Action[], room: Room = desk): Bar {
  const allowed = actions.filter(a => a.allowed)
  const fitting = room.danger ? allowed : allowed.filter(a => !isRefusal(a))
  const shown = firstWithLikely(fitting.length > 0 ? fitting : room.danger ? allowed : [], room.buttons)
  const closed = closedOf(actions) ?? null
  return { open: shown, closed, more: actions.filter(a => !shown.includes(a) && a !== closed) }
}

/** The closed button that says something here: who is asked for a vote need not hear what else is closed. */
const closedOf = (actions: Action[]) =>
  actions.find(a => !a.allowed && a.vote) ?? (actions.some(a => a.vote) ? undefined : actions.find(a => !a.allowed))

const firstWithLikely = (allowed: Action[], room: number): Action[] =>
  [...allowed.filter(a => a.likely), ...allowed.filter(a => !a.likely)].slice(0, room)

const isReturn = (a: Action) => a.to.phase === 'rework'
const isRefusal = (a: Action) => a.danger || a.to.phase === 'cancelled'

export type Digit = '1' | '2' | '3'

/**
 * The keys of decisions mean the same in every record: 1 goes on, 2 sends back, 3 refuses. Where there is nothing to
 * send back or refuse, the other buttons of the bar take 2 and 3; 1 is never anything but the likely one.
 */
export function keysOf(actions: Action[], bar: Bar): Partial<Record<Digit, Action>> {
  const allowed = actions.filter(a => a.allowed)
  const keys: Partial<Record<Digit, Action>> = {}
  const likely = allowed.find(a => a.likely)
  if (likely) keys['1'] = likely
  const rest = allowed.filter(a => a !== likely)
  const back = rest.find(isReturn)
  if (back) keys['2'] = back
  const no = rest.find(a => a !== back && isRefusal(a))
  if (no) keys['3'] = no
  for (const other of bar.open.filter(a => a !== likely && a !== back && a !== no)) {
    if (!keys['2']) keys['2'] = other
    else if (!keys['3']) keys['3'] = other
  }
  return keys
}

/** The digit of an action, if it has one. */
export const digitOf = (keys: Partial<Record<Digit, Action>>, action: Action): Digit | undefined =>
  (Object.keys(keys) as Digit[]).find(digit => keys[digit] === action)

/** Of the ways out only those that the reader can take: a field that is not theirs to fill in helps nobody. */
export const waysOut = (why: Why, card: Card): Why => ({
  ...why,
  fix: why.fix.filter(f => f.kind !== 'field' || (card.can.edit && card.fields[f.field ?? '']?.readOnly === false)),
})

/** The click opens a dialog rather than acting. */
export const asks = (action: Action) =>
  action.danger ||
  action.asks.reason ||
  action.asks.fields.length > 0 ||
  action.asks.required.length > 0 ||
  action.vote?.sign !== undefined

/** Three dots mean that something will be asked. */
export const titleOf = (action: Action) =>
  (action.danger || action.asks.reason) && !action.title.endsWith('…') ? `${action.title}…` : action.title

/** Fields of the dialog, each once, required ones first. */
export function askedFields(action: Action): string[] {
  return [...new Set([...action.asks.required, ...action.asks.fields])]
}
