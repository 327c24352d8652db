import { parseInstant } from '../i18n/format'
import type { OwnSignature } from '../profile/signature'

/** Why somebody cannot sign with a certificate now, and until or since when. */
export interface Obstacle {
  what: 'none' | 'pending' | 'expired' | 'blocked' | 'locked'
  when?: string
}

export function obstacle({ key, pending, certificate }: OwnSignature, now: Date): Obstacle | null {
  if (!certificate || certificate.state === 'revoked') return { what: pending ? 'pending' : 'none' }
  if (certificate.state === 'expired') return { what: 'expired', when: certificate.until }
  if (!key || key.blocked) return { what: 'blocked' }
  if (key.locked && parseInstant(key.locked) > now) return { what: 'locked', when: key.locked }
  return null
}
