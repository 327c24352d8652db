import { expect, it } from 'vitest'
import { shownCount } from './count'

it('shows what was not counted to the end', () => {
  expect([0, 7, 1000, -1].map(shownCount)).toEqual(['0', '7', '1000', '1000+'])
})
