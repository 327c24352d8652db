import { expect, it } from 'vitest'
import { safeAddress } from './SignIn'

it('returns only to addresses of this site', () => {
  expect(safeAddress('/t/a?x=1')).toBe('/t/a?x=1')
  for (const foreign of ['//evil.example', 'https://evil.example', '/\\evil.example', undefined]) {
    expect(safeAddress(foreign)).toBe('/')
  }
})
