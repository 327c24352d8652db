import { lazy, Suspense } from 'react'
import type { ClockChip as Chip } from '../api/types'
import { withWords } from '../i18n'

const ClockChip = lazy(withWords(() => import('./ClockChip'), 'process'))

/** The most pressing clock of a row; it comes after the row itself. */
export function RowClock({ clock, ...how }: { clock: Chip | undefined; short?: boolean; tight?: boolean }) {
  return <Suspense>{clock && <ClockChip clock={clock} short {...how} />}</Suspense>
}
