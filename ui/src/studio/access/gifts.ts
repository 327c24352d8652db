import { names, object, type TypeFile, titleOf } from '../doc/config'
import type { Json } from '../doc/json'
import { mayGiveEdit } from './grants'
import { cellAt, type View } from './matrix'
import type { AccessAnswer, AccessRow, StateNamed, Titled } from './types'

/** What may be given in a cell that the one in the row does not have. */
export interface Gifts {
  sight: boolean
  fields: Titled[] // to change, in the state of the column
  states: Titled[] // in which to change the field of the column
  buttons: Titled[]
}

const over = new Set(['done', 'closed', 'cancelled'])

export function giftsOf(
  answer: AccessAnswer,
  row: AccessRow,
  view: View,
  column: string,
  type: TypeFile,
  who: string,
): Gifts {
  const all = answer.states.length > 0 ? answer.states : [{ state: '', title: '' }]
  const states = view === 'states' ? all.filter(s => s.state === column) : all
  const sees = states.some(s => cellAt(row, s.state).scope !== 'none')
  const opens = (field: string, state: string) => {
    const cell = cellAt(row, state)
    return isTyped(type, field) && cell.readable.includes(field) && !cell.editable.includes(field)
  }
  const canEdit = sees && mayGiveEdit(type)
  return {
    sight: !sees,
    fields: canEdit && view === 'states' ? answer.fields.filter(f => opens(f.key, column)) : [],
    states:
      canEdit && view === 'fields'
        ? states.filter(s => opens(column, s.state)).map(s => ({ key: s.state, title: s.title }))
        : [],
    buttons: sees ? buttonsOf(answer, row, view, column, type, who) : [],
  }
}

function buttonsOf(
  answer: AccessAnswer,
  row: AccessRow,
  view: View,
  column: string,
  type: TypeFile,
  who: string,
): Titled[] {
  const state = answer.states.find(s => s.state === column)
  return Object.entries(object(object(type.whole.lifecycle).transitions))
    .filter(([key, decl]) => {
      const here =
        view === 'states' ? state !== undefined && startsIn(decl, state) : view === 'transitions' && key === column
      const now = names(object(decl).who)
      const has = hasButton(answer, row, view === 'states' ? column : null, key)
      return here && !has && !now.includes('system') && !now.includes(who)
    })
    .map(([key, decl]) => ({ key, title: titleOf(decl, key) }))
}

/** They may press it already: in the state, or in any. */
const hasButton = (answer: AccessAnswer, row: AccessRow, state: string | null, key: string): boolean =>
  answer.states.some(
    s => (state === null || s.state === state) && cellAt(row, s.state).buttons.some(button => button.key === key),
  )

function startsIn(decl: Json, state: StateNamed): boolean {
  const from = names(object(decl).from)
  return from.includes(state.state) || from.includes('@all') || (from.includes('@open') && !over.has(state.phase))
}

/** Somebody may type it: not computed, numbered, derived or set by transitions. */
function isTyped(type: TypeFile, key: string): boolean {
  const field = object(object(object(type.whole.data).properties)[key])
  return !['x-computed', 'x-number', 'x-inverse'].some(word => word in field) && field.readOnly !== true
}
