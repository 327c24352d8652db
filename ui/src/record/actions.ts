import type { Action, Card, Why } from '../api/types'

/** Which buttons stand in the bar and which behind ⋯. The likely one leads: key 1 is always it. The rest keep the order of the server. */
export interface Bar {
  open: Action[]
  closed: Action | null
  more: Action[]
}

/** Room of the bar: on a phone the filled one and one more, with dangerous ones behind ⋯. */
export function barOf(actions: Action[], phone = false): Bar {
  const allowed = actions.filter(a => a.allowed)
  const shown = phone ? phonePair(allowed) : firstWithLikely(allowed, 3)
  const closed = actions.find(a => !a.allowed) ?? null
  return { open: shown, closed, more: actions.filter(a => !shown.includes(a) && a !== closed) }
}

function phonePair(allowed: Action[]): Action[] {
  const calm = allowed.filter(a => !a.danger)
  return firstWithLikely(calm.length > 0 ? calm : allowed, 2)
}

const firstWithLikely = (allowed: Action[], room: number): Action[] =>
  [...allowed.filter(a => a.likely), ...allowed.filter(a => !a.likely)].slice(0, room)

/** Of the ways out only those that the reader can take: a field that is not theirs to fill in helps nobody. */
export const waysOut = (why: Why, card: Card): Why => ({
  ...why,
  fix: why.fix.filter(f => f.kind !== 'field' || (card.can.edit && card.fields[f.field ?? '']?.readOnly === false)),
})

/** The click opens a dialog rather than acting. */
export const asks = (action: Action) =>
  action.danger || action.asks.reason || action.asks.fields.length > 0 || action.asks.required.length > 0

/** Fields of the dialog, each once, required ones first. */
export function askedFields(action: Action): string[] {
  return [...new Set([...action.asks.required, ...action.asks.fields])]
}
