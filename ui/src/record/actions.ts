import type { Action } from '../api/types'

/** Which buttons stand in the bar and which behind ⋯. The order of the server is kept. */
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

/** The likely one is never behind ⋯, wherever it stands in the order. */
function firstWithLikely(allowed: Action[], room: number): Action[] {
  const first = allowed.slice(0, room)
  const likely = allowed.find(a => a.likely)
  if (!likely || first.includes(likely)) return first
  return [...first.slice(0, room - 1), likely]
}

/** The click opens a dialog rather than acting. */
export const asks = (action: Action) =>
  action.danger || action.asks.reason || action.asks.fields.length > 0 || action.asks.required.length > 0

/** Fields of the dialog, each once, required ones first. */
export function askedFields(action: Action): string[] {
  return [...new Set([...action.asks.required, ...action.asks.fields])]
}
