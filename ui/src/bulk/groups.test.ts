import { expect, it } from 'vitest'
import type { InboxItem } from '../api/types'
import { groupsOf, hasVotes, together } from './groups'

const item = (id: string, type: string, action: InboxItem['action']) => ({ id, type, action }) as InboxItem
const vote = { key: 'main.head.approve', title: 'Согласовать', vote: true }

it('puts together what is done alike', () => {
  const groups = groupsOf([
    item('1', 'a', vote),
    item('2', 'a', { key: 'accept', title: 'Принять' }),
    item('3', 'a', vote),
    item('4', 'b', vote),
    item('5', 'a', null),
  ])
  expect(groups.map(g => [g.type, g.ids, g.asked])).toEqual([
    ['a', ['1', '3'], { vote: { route: 'main', step: 'head', verdict: 'approve' } }],
    ['a', ['2'], { transition: 'accept' }],
    ['b', ['4'], { vote: { route: 'main', step: 'head', verdict: 'approve' } }],
  ])
})

it('gives another verdict to votes, and leaves transitions alone', () => {
  const groups = groupsOf([item('1', 'a', vote), item('2', 'a', { key: 'accept', title: 'Принять' })], 'return')
  expect(groups.map(g => g.asked.vote?.verdict ?? g.asked.transition)).toEqual(['return', 'accept'])
  expect(hasVotes([item('2', 'a', null)])).toBe(false)
})

it('adds answers up, amounts exactly and by currency', () => {
  const one = {
    dryRun: true,
    done: 1,
    refused: 1,
    results: [],
    totals: [{ currency: 'KZT', amount: '0.10', count: 1 }],
  }
  const two = {
    ...one,
    totals: [
      { currency: 'KZT', amount: '0.20', count: 1 },
      { currency: 'USD', amount: '5', count: 1 },
    ],
  }
  expect(together([one, two])).toMatchObject({
    done: 2,
    refused: 2,
    totals: [
      { currency: 'KZT', amount: '0.30', count: 2 },
      { currency: 'USD', amount: '5', count: 1 },
    ],
  })
})
