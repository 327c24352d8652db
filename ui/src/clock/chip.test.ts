import { expect, it } from 'vitest'
import type { ClockChip } from '../api/types'
import { largestOf, restOf, spanOf, toneOf, usedShare } from './chip'

const clock = (more: Partial<ClockChip> = {}): ClockChip => ({
  key: 'answer',
  title: 'Решение',
  state: 'running',
  due: '2026-11-24 05:00:00.000Z',
  late: false,
  norm: 480,
  rest: 240,
  work: true,
  ...more,
})
const at = (time: string) => new Date(`2026-11-${time}:00Z`)

it('believes the server until the wall shows less', () => {
  expect(restOf(clock(), at('23T05:00'))).toBe(240)
  expect(restOf(clock(), at('24T04:30'))).toBe(30)
  expect(restOf(clock({ rest: -60 }), at('24T09:00'))).toBe(-60)
})

it('does not tick while paused', () => {
  expect(restOf(clock({ state: 'paused' }), at('26T05:00'))).toBe(240)
})

it('warns in the last fifth, and is late after the deadline', () => {
  expect(toneOf(clock(), at('23T05:00'))).toBe('calm')
  expect(toneOf(clock({ rest: 96 }), at('23T05:00'))).toBe('warn')
  expect(toneOf(clock({ rest: 97 }), at('23T05:00'))).toBe('calm')
  expect(toneOf(clock(), at('24T05:01'))).toBe('late')
  expect(toneOf(clock({ state: 'paused' }), at('24T05:01'))).toBe('paused')
  expect(toneOf(clock({ state: 'met' }), at('24T05:01'))).toBe('met')
  expect(toneOf(clock({ state: 'breached' }), at('23T05:01'))).toBe('late')
})

it('fills the ring by what is used', () => {
  expect(usedShare(clock(), at('23T05:00'))).toBe(0.5)
  expect(usedShare(clock({ rest: -60 }), at('23T05:00'))).toBe(1)
  expect(usedShare(clock({ norm: 0 }), at('23T05:00'))).toBe(1)
})

it('says working time in hours, time of the wall in days', () => {
  expect(spanOf(0, true, 'ru')).toBe('0\u00a0мин')
  expect(spanOf(26 * 60, true, 'ru')).toBe('26\u00a0ч')
  expect(spanOf(26 * 60, false, 'ru')).toBe('1\u00a0д\u00a02\u00a0ч')
})

it('tells the largest unit alone where there is no room', () => {
  expect(largestOf(spanOf(630, true, 'ru'))).toBe('10\u00a0ч')
  expect(largestOf(spanOf(25, true, 'ru'))).toBe('25\u00a0мин')
  expect(largestOf(spanOf(0, true, 'ru'))).toBe('0\u00a0мин')
})
