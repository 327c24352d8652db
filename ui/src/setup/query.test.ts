import { expect, it } from 'vitest'
import { withRequired } from './query'

const pack = (key: string, requires: string[] = []) => ({ key, title: key, about: '', requires })

it('takes what the chosen packs need, in the given order', () => {
  const packs = [pack('a'), pack('b', ['a']), pack('c', ['b']), pack('d')]
  expect(withRequired(['c'], packs)).toEqual(['a', 'b', 'c'])
  expect(withRequired(['d'], packs)).toEqual(['d'])
  expect(withRequired([], packs)).toEqual([])
})
