import { expect, it } from 'vitest'
import { spaced, stripOf } from './ruler'

const day = {
  from: '2026-03-26 04:00:00.000Z',
  to: '2026-03-26 13:00:00.000Z',
  breaks: [{ from: '2026-03-26 08:00:00.000Z', to: '2026-03-26 09:00:00.000Z', title: 'обед' }],
}

it('places moments along the working day', () => {
  const strip = stripOf(day)
  expect(strip.at('2026-03-26 04:00:00.000Z')).toBe(0)
  expect(strip.at('2026-03-26 08:30:00.000Z')).toBe(0.5)
  expect(strip.at('2026-03-26 20:00:00.000Z')).toBe(1)
  expect(strip.inside('2026-03-26 20:00:00.000Z')).toBe(false)
  expect(strip.hours).toHaveLength(10)
  expect(strip.breaks[0]?.from).toBeCloseTo(4 / 9)
})

it('drops labels that would overlap', () => {
  const labels = [
    { from: 0.2, to: 0.3 },
    { from: 0.25, to: 0.35 },
    { from: 0.3, to: 0.4 },
  ]
  expect(spaced(labels).map(l => l.from)).toEqual([0.2, 0.3])
})
