import { describe, expect, it } from 'vitest'
import type { Round, Step, Vote } from '../api/process'
import type { Action } from '../api/types'
import { ballot, closedVote, progressOf, rowsOf, split } from './sheet'

const step = (more: Partial<Step> = {}): Step => ({
  key: 'head',
  title: 'Руководитель',
  state: 'open',
  parallel: false,
  locked: false,
  mode: 'any',
  needs: 1,
  given: 0,
  asked: [{ person: 'users/a', voted: false }],
  covers: [],
  may: [],
  returnTo: [],
  opinions: [],
  ...more,
})
const vote = (more: Partial<Vote> = {}): Vote => ({
  step: 'head',
  by: 'users/a',
  verdict: 'approve',
  at: '2026-11-23 05:00:00.000Z',
  revision: 1,
  counts: true,
  ...more,
})
const round = (votes: Vote[], more: Partial<Round> = {}): Round => ({
  route: 'main',
  title: 'Согласование',
  number: 2,
  began: '2026-11-23 05:00:00.000Z',
  ended: null,
  steps: [],
  votes,
  remarks: [],
  waits: [],
  changes: [],
  may: [],
  ...more,
})
const told = (r: Round, s: Step) => rowsOf(r, s).map(row => [row.person, row.status])

describe('people of a step', () => {
  it('awaits those who are asked', () => {
    expect(told(round([]), step())).toEqual([['users/a', 'turn']])
    expect(told(round([]), step({ state: 'ahead' }))).toEqual([['users/a', 'ahead']])
    expect(told(round([]), step({ state: 'passed' }))).toEqual([['users/a', 'spare']])
  })
  it('shows a vote once, and leaves the others of the step as not needed', () => {
    const s = step({ state: 'passed', asked: [...step().asked, { person: 'users/b', voted: false }] })
    expect(told(round([vote()]), s)).toEqual([
      ['users/a', 'voted'],
      ['users/b', 'spare'],
    ])
  })
  it('has somebody whose vote has fallen decide again, and remembers that vote', () => {
    const rows = rowsOf(round([vote({ counts: false })]), step())
    expect(rows).toHaveLength(1)
    expect(rows[0]).toMatchObject({ status: 'turn', vote: { counts: false } })
  })
  it('keeps the fallen vote of somebody who is not asked any more', () => {
    expect(told(round([vote({ by: 'users/z', counts: false })]), step())).toEqual([
      ['users/z', 'fallen'],
      ['users/a', 'turn'],
    ])
  })
  it('takes the vote of a deputy for that of whoever is away', () => {
    expect(told(round([vote({ by: 'users/d', behalf: 'users/a' })]), step({ state: 'passed' }))).toEqual([
      ['users/d', 'voted'],
    ])
  })
  it('reads a round that is over from its votes alone', () => {
    const over = { at: '', how: 'returned', by: null } as const
    expect(told(round([vote({ verdict: 'return', counts: false })], { ended: over }), step({ asked: [] }))).toEqual([
      ['users/a', 'voted'],
    ])
  })
})

it('counts voices only where one is not enough', () => {
  expect(progressOf(step())).toBeNull()
  expect(progressOf(step({ needs: 2, given: 1 }))).toEqual({ given: 1, needs: 2 })
})

it('finds the closed vote of a step by its route', () => {
  const act = (route: string, allowed: boolean) =>
    ({ allowed, why: {}, vote: { route, step: 'head' } }) as unknown as Action
  expect(closedVote([act('main', true), act('other', false)], round([]), step())).toBeUndefined()
  expect(closedVote([act('main', false)], round([]), step())?.vote?.route).toBe('main')
})

it('sends along what was seen', () => {
  expect(ballot(round([]), step({ hash: 'h' }), { verdict: 'delegate', people: ['b'] })).toEqual({
    verdict: 'delegate',
    people: ['b'],
    round: 2,
    step: 'head',
    hash: 'h',
  })
  expect(ballot(round([]), null, { verdict: 'remark' })).toEqual({ verdict: 'remark', round: 2 })
})

it('shows rounds that go on, else the last one', () => {
  const open = round([], { number: 3 })
  const over = round([], { number: 2, ended: { at: '', how: 'left', by: null } })
  expect(split([open, over])).toEqual({ shown: [open], earlier: [over] })
  expect(split([over])).toEqual({ shown: [over], earlier: [] })
  expect(split([])).toEqual({ shown: [], earlier: [] })
})
