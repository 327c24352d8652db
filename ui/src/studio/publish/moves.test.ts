import { expect, it } from 'vitest'
import { decided, fill, moveChoice, moveState, openRecords, undecided } from './moves'
import type { Difference } from './types'

const state: Difference = {
  verb: 'removed',
  what: 'state',
  type: 'p/a',
  key: 'review',
  severity: 'loss',
  records: 42,
  needs: 'state',
}
const choice: Difference = { ...state, what: 'choice', key: 'lines.kind.old', needs: 'choice' }

it('decides about states and choices, and takes decisions back', () => {
  expect(undecided({}, [state, choice])).toHaveLength(2)
  const one = moveState({}, 'p/a', 'review', 'approval')
  expect(decided(one, state)).toBe('approval')
  const two = moveChoice(one, 'p/a', 'lines.kind.old', 'new')
  expect(two['p/a']?.choices).toEqual({ 'lines.kind': { old: 'new' } })
  expect(undecided(two, [state, choice])).toEqual([])
  expect(moveState(moveChoice(two, 'p/a', 'lines.kind.old', null), 'p/a', 'review', null)).toEqual({})
})

it('leaves nothing behind that says nothing', () => {
  expect(openRecords(openRecords({}, 'p/a', 'migrate'), 'p/a', 'finish')).toEqual({})
  expect(fill(fill({}, 'p/a', 'cost', '=it.branch'), 'p/a', 'cost', '')).toEqual({})
  expect(undecided({}, [{ ...state, records: 0 }])).toEqual([])
})
