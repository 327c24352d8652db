import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { spaced } from './spaced'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

it('hands over the first at once and gathers what comes behind it', () => {
  const took: number[][] = []
  const tell = spaced<number>(all => took.push(all))
  for (let n = 0; n < 1000; n++) tell(n)
  expect(took).toEqual([[0]])
  vi.advanceTimersByTime(500)
  expect(took.map(all => all.length)).toEqual([1, 999])
  tell(1)
  expect(took).toHaveLength(2)
  vi.advanceTimersByTime(1000)
  tell(2)
  expect(took.map(all => all.at(-1))).toEqual([0, 999, 1, 2])
})
