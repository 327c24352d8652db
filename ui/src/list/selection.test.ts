import { expect, it } from 'vitest'
import { keep, nothing, selectTo, toggle, toggleAll, wholeOf } from './selection'

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

it('keeps the whole list when less of it is loaded, also after one was taken out', () => {
  const whole = wholeOf(['a', 'b', 'x', 'y'])
  expect(keep(whole, order)).toBe(whole)
  const less = toggle(whole, 'b')
  expect(ids(keep(less, ['a']))).toBe('axy')
  expect(toggleAll(wholeOf(order), order)).toBe(nothing)
  expect(ids(keep(toggleAll(less, order), ['a', 'b']))).toBe('ab')
})
