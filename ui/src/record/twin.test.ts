import { expect, it } from 'vitest'
import type { FaultBody } from '../api/types'
import { warningIn } from './twin'

const fault = (code: string, fields?: FaultBody[]): FaultBody => ({
  kind: 'conflict',
  code,
  ...(fields ? { fields } : {}),
})
const twin = fault('duplicate_warning')

it('asks about a warning that stands alone', () => {
  expect(warningIn(twin)).toBe(twin)
  expect(warningIn(fault('several', [twin, twin]))).toBe(twin)
})
it('does not ask while something else must be corrected first', () => {
  expect(warningIn(fault('several', [twin, fault('field_required')]))).toBeNull()
  expect(warningIn(fault('not_unique'))).toBeNull()
})
