import { expect, it } from 'vitest'
import { phaseOf } from './absence'

it('counts both days in', () => {
  expect(phaseOf('2026-12-01', '2026-12-05', '2026-11-30')).toBe('ahead')
  expect(phaseOf('2026-12-01', '2026-12-05', '2026-12-01')).toBe('now')
  expect(phaseOf('2026-12-01', '2026-12-05', '2026-12-05')).toBe('now')
  expect(phaseOf('2026-12-01', '2026-12-05', '2026-12-06')).toBe('over')
  expect(phaseOf('2026-12-01', null, '2030-01-01')).toBe('now')
})
