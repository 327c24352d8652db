import { lazy, Suspense } from 'react'
import type { ClockChip as Chip } from '../api/types'

const ClockChip = lazy(() => import('./ClockChip').then(m => ({ default: m.ClockChip })))

/** The most pressing clock of a row; it comes after the row itself. */
export function RowClock({ clock, short = true }: { clock: Chip | undefined; short?: boolean }) {
  return <Suspense>{clock && <ClockChip clock={clock} short={short} />}</Suspense>
}
