import type { TypeFile } from '../doc/config'
import { RuleLink } from './RuleLink'
import type { RuleAt } from './types'

/** Declarations that together give something or take it away, in one line. */
export function Rules({ lead, rules, type }: { lead: string; rules: RuleAt[]; type: TypeFile }) {
  if (rules.length === 0) return null
  return (
    <p>
      {lead}{' '}
      {rules.map((rule, at) => (
        <span key={at}>
          {at > 0 && ', '}
          <RuleLink rule={rule} type={type} />
        </span>
      ))}
    </p>
  )
}
