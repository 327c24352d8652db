import { expect, it } from 'vitest'
import { oldest } from './keep'

it('lets go of what was seen longest ago, never of what the shell needs', () => {
  const entry = (name: string, at: number) => ({ key: JSON.stringify([name]), at })
  const all = [entry('meta', 1), entry('a', 5), entry('b', 2), entry('c', 9), entry('d', 3)]
  expect(oldest(all, 2).map(e => e.at)).toEqual([3, 2])
  expect(oldest(all, 9)).toEqual([])
})
