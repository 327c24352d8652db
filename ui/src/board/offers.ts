import type { Action, Card, FieldMeta, FieldState, Row, TypeMeta, Why } from '../api/types'
import { stateField } from '../list/columns'

/** One way to move a card, as the server offers it: a transition, or a new value of a field. */
export interface Offer {
  key: string
  title: string
  to: string // key of the column it leads to
  allowed: boolean
  action?: Action
  why?: Why | undefined
}

type Answer = { actions: Action[]; fields?: Card['fields'] }

/** Where a card may go and, for the other ways, why not. The board knows no rule of its own. */
export function offersOf(type: TypeMeta, field: FieldMeta, row: Row, answer: Answer, closed: string): Offer[] {
  const here = row.values[field.key]
  if (isState(type, field)) {
    return answer.actions
      .filter(action => action.to.state !== here || (action.vote && action.allowed))
      .map(action => ({
        key: action.key,
        title: action.title,
        to: action.to.state,
        allowed: action.allowed,
        action,
        why: action.why,
      }))
  }
  const state = answer.fields?.[field.key]
  const values = [...(field.options ?? []), ...(state?.required === false ? [{ key: '', title: '' }] : [])]
  return values
    .filter(option => option.key !== (here ?? ''))
    .map(option => ({ key: option.key, title: option.title, to: option.key, ...permission(state, closed) }))
}

/** The columns are states: a card is moved by transitions, not by an edit. */
export const isState = (type: TypeMeta, field: FieldMeta) => field.key === stateField && type.states.length > 0

function permission(state: FieldState | undefined, closed: string): Pick<Offer, 'allowed' | 'why'> {
  if (state && !state.readOnly) return { allowed: true }
  const failed = [{ kind: 'field' as const, text: state?.reason || closed, code: 'read_only' }]
  return { allowed: false, why: { failed, passed: [], who: [], whoMore: 0, fix: [] } }
}

/** What becomes of a card dropped on a column. */
export type Verdict =
  | { kind: 'go'; offer: Offer }
  | { kind: 'choose'; offers: Offer[] } // several ways lead there
  | { kind: 'refuse'; offers: Offer[] } // ways lead there, none is open
  | { kind: 'nowhere'; offers: Offer[] } // no way leads there; these are open elsewhere

export function judge(offers: Offer[], to: string): Verdict {
  const leading = offers.filter(o => o.to === to)
  const [first, second] = leading.filter(o => o.allowed)
  if (first && !second) return { kind: 'go', offer: first }
  if (first) return { kind: 'choose', offers: leading.filter(o => o.allowed) }
  return leading.length > 0
    ? { kind: 'refuse', offers: leading }
    : { kind: 'nowhere', offers: offers.filter(o => o.allowed) }
}

/** The way that a person has picked in the menu, judged anew: the record may have changed meanwhile. */
export function judgePicked(offers: Offer[], key: string, to: string): Verdict {
  const picked = offers.find(o => o.key === key)
  if (!picked) return judge(offers, to)
  return picked.allowed ? { kind: 'go', offer: picked } : { kind: 'refuse', offers: [picked] }
}

/** How a column looks while a card is dragged over the board; unknown until the server has told. */
export function welcome(offers: Offer[] | undefined, row: Row, field: FieldMeta, lane: string): Welcome {
  if ((row.values[field.key] ?? '') === lane) return 'home'
  if (!offers) return 'unknown'
  return offers.some(o => o.to === lane && o.allowed) ? 'open' : 'closed'
}
export type Welcome = 'home' | 'unknown' | 'open' | 'closed'
