import { expect, it } from 'vitest'
import type { Certificate, OwnSignature, SignKey } from '../profile/signature'
import { obstacle } from './standing'

const key: SignKey = { made: '2026-03-01 09:00:00.000Z', wrong: 0, locked: null, blocked: false }
const certificate: Certificate = {
  serial: '01',
  name: 'Иванов Пётр',
  since: '2026-03-01 09:00:00.000Z',
  until: '2027-03-01 09:00:00.000Z',
  state: 'active',
  revoked: null,
  note: '',
  type: '',
  record: '',
}
const now = new Date('2026-04-01T09:00:00Z')
const of = (more: Partial<OwnSignature>): OwnSignature => ({
  key,
  pending: null,
  certificate,
  earlier: [],
  requests: [],
  ...more,
})

it('is nothing for who holds a certificate in force', () => {
  expect(obstacle(of({}), now)).toBeNull()
  expect(obstacle(of({ pending: key }), now)).toBeNull() // a new one is on its way, the old one signs
})

it('tells what stands in the way, and when it will not', () => {
  expect(obstacle(of({ certificate: null, key: null }), now)).toEqual({ what: 'none' })
  expect(obstacle(of({ certificate: null, key: null, pending: key }), now)).toEqual({ what: 'pending' })
  expect(obstacle(of({ certificate: { ...certificate, state: 'expired' } }), now)).toEqual({
    what: 'expired',
    when: certificate.until,
  })
  expect(obstacle(of({ key: { ...key, blocked: true } }), now)).toEqual({ what: 'blocked' })
})

it('is over when the time of a locked key is', () => {
  const locked = of({ key: { ...key, locked: '2026-04-01 09:30:00.000Z' } })
  expect(obstacle(locked, now)).toEqual({ what: 'locked', when: '2026-04-01 09:30:00.000Z' })
  expect(obstacle(locked, new Date('2026-04-01T09:31:00Z'))).toBeNull()
})
