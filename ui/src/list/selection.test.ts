import { expect, it } from 'vitest'
import { keep, nothing, selectTo, toggle, toggleAll } from './selection'

const order = ['a', 'b', 'c', 'd']
const ids = (s: { ids: ReadonlySet<string> }) => [...s.ids].sort().join('')

it('chooses one by one and in ranges, both ways', () => {
  const one = toggle(nothing, 'b')
  expect(ids(one)).toBe('b')
  expect(ids(toggle(one, 'b'))).toBe('')
  expect(ids(selectTo(one, 'd', order))).toBe('bcd')
  expect(ids(selectTo(one, 'a', order))).toBe('ab')
  expect(ids(selectTo(nothing, 'c', order))).toBe('c')
})

it('chooses all loaded, then none', () => {
  const all = toggleAll(toggle(nothing, 'a'), order)
  expect(ids(all)).toBe('abcd')
  expect(ids(toggleAll(all, order))).toBe('')
  expect(ids(toggleAll(nothing, []))).toBe('')
})

it('forgets rows that are gone', () => {
  expect(ids(keep(toggleAll(nothing, order), ['a', 'c']))).toBe('ac')
  const same = toggle(nothing, 'a')
  expect(keep(same, order)).toBe(same)
})
