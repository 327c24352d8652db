import IconAlert from '@tabler/icons-react/dist/esm/icons/IconAlertTriangle.mjs'
import IconError from '@tabler/icons-react/dist/esm/icons/IconExclamationCircle.mjs'
import type { Found } from './board'
import css from './graph.module.css'

/** How much is wrong, on the corner of a box. */
export function Badge({ found }: { found: Found }) {
  const { errors, warnings } = found
  if (errors + warnings === 0) return null
  const Icon = errors ? IconError : IconAlert
  return (
    <span className={css.badge} data-tone={errors ? 'bad' : 'warn'} aria-hidden>
      <Icon size={13} stroke={2} />
      {errors || warnings}
    </span>
  )
}
