import type { Phase } from '../api/types'

/** Work is still owed in this phase. */
export const isOwed = (phase: Phase | undefined): boolean =>
  phase !== undefined && phase !== 'done' && phase !== 'closed' && phase !== 'cancelled'
