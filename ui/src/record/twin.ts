import type { FaultBody } from '../api/types'

/** A key is taken, and the configuration lets a person insist: with `force` and a reason. */
const WARNING = 'duplicate_warning'

export interface Insist {
  force: true
  comment: string
}

export const isWarning = (fault: FaultBody) => fault.code === WARNING

/** The warning to ask about, when nothing but warnings stands in the way. */
export function warningIn(fault: FaultBody): FaultBody | null {
  const all = fault.fields?.length ? fault.fields : [fault]
  return all.every(isWarning) ? (all[0] ?? null) : null
}
