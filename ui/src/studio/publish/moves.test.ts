import { expect, it } from 'vitest'
import { chosen, fill, moveChoice, moveState, openRecords, undecided } from './moves'
import type { Impact } from './types'

const state: Impact = {
  verb: 'removed',
  what: 'state',
  type: 'p/a',
  key: 'review',
  text: 'Убрано состояние «Проверка»',
  records: 42,
  sample: [],
  needs: 'state',
  must: true,
  decided: false,
  options: [],
}
const choice: Impact = { ...state, what: 'choice', key: 'lines.kind.old', needs: 'choice' }

it('decides about states and choices, and takes decisions back', () => {
  const one = moveState({}, 'p/a', 'review', 'approval')
  expect(chosen({}, state)).toBeUndefined()
  expect(chosen(one, state)).toBe('approval')
  const two = moveChoice(one, 'p/a', 'lines.kind.old', 'new')
  expect(two['p/a']?.choices).toEqual({ 'lines.kind': { old: 'new' } })
  expect(chosen(two, choice)).toBe('new')
  expect(moveState(moveChoice(two, 'p/a', 'lines.kind.old', null), 'p/a', 'review', null)).toEqual({})
})

it('waits for what the server says has to be decided', () => {
  expect(undecided([state, { ...choice, decided: true }, { ...state, must: false }])).toEqual([state])
})

it('leaves nothing behind that says nothing', () => {
  expect(openRecords(openRecords({}, 'p/a', 'migrate'), 'p/a', 'finish')).toEqual({})
  expect(fill(fill({}, 'p/a', 'cost', '=it.branch'), 'p/a', 'cost', '')).toEqual({})
})
