import { type CSSProperties, memo, type ReactNode } from 'react'
import { useWatch } from 'react-hook-form'
import { useTranslation } from 'react-i18next'
import type { FieldMeta, Values } from '../api/types'
import { type Cell, type Cells, isTyped } from '../fields/cell'
import { useFaultText } from '../fields/fault_text'
import { Icon } from '../fields/Icon'
import { kindOf } from '../fields/registry'
import { faultsUnder } from './answer'
import css from './form.module.css'
import type { Placed } from './layout'
import type { LiveForm } from './live'

export const domId = (scope: string, key: string) => `${scope}-${key}`

interface Props {
  live: LiveForm
  placed: Placed
  slug: string
  /** Prefix of element ids: a dialog may stand over a form with the same fields. */
  scope: string
  autoFocus?: boolean | undefined
}

/** One field of a form: label, control, hint, message; a conditional one with its reason on an amber rail. */
export const FieldBox = memo(function FieldBox({ live, placed, slug, scope, autoFocus }: Props) {
  const { field, state, caused, currency } = placed
  const { t } = useTranslation()
  const faultText = useFaultText()
  const value = useWatch({ control: live.control, name: field.key }) as Cell
  const id = domId(scope, field.key)
  const faults = faultsUnder(live.faults, field.key)
  const fault = faults['']
  const still = state.readOnly || !isTyped(field)
  const { Input } = kindOf(field)
  const described = [field.about && `${id}-about`, caused && `${id}-cause`, fault && `${id}-fault`]
    .filter(Boolean)
    .join(' ')
  const touch = (key: string) => ({
    onFocus: () => live.enter(key),
  })
  return (
    <div
      className={css.field}
      data-caused={caused || undefined}
      style={{ '--span': placed.span } as CSSProperties}
      {...touch(field.key)}
    >
      {caused && (
        <p id={`${id}-cause`} className={css.cause}>
          <Icon name="because" size={16} />
          {state.reason ??
            t(state.appeared ? 'form.appeared' : 'form.needed', {
              names: (state.because ?? []).map(key => `«${live.titleOf(key)}»`).join(', '),
            })}
        </p>
      )}
      <Label id={id} field={field} required={state.required && !still} still={still} />
      {still ? (
        <StillValue
          live={live}
          field={field}
          value={value}
          {...(state.reason && !caused && isTyped(field) ? { reason: state.reason } : {})}
        />
      ) : (
        <Input
          field={field}
          slug={slug}
          about={live.about}
          path={field.key}
          value={value ?? null}
          onChange={cell => live.set(field.key, cell)}
          onBlur={() => live.leave(field.key)}
          a11y={{
            id,
            ...(described ? { 'aria-describedby': described } : {}),
            ...(state.required ? { 'aria-required': true } : {}),
            ...(fault ? { 'aria-invalid': true } : {}),
            ...(autoFocus ? { 'data-autofocus': true } : {}),
          }}
          required={state.required}
          faults={faults}
          refs={live.refs}
          cells={live.cells()}
          setCell={live.set}
          {...(currency ? { currency } : {})}
          {...(autoFocus ? { autoFocus } : {})}
        />
      )}
      {field.about && (
        <p id={`${id}-about`} className={css.about}>
          {field.about}
        </p>
      )}
      {fault && (
        <p id={`${id}-fault`} className={css.fault}>
          <Icon name="alert" size={14} />
          <span>{faultText(fault)}</span>
        </p>
      )}
      {field.maxLength && typeof value === 'string' && value.length > field.maxLength * 0.9 && (
        <p className={css.counter} aria-live="polite">
          {t('form.length', { used: value.length, max: field.maxLength })}
        </p>
      )}
    </div>
  )
})

function Label({ id, field, required, still }: { id: string; field: FieldMeta; required: boolean; still: boolean }) {
  const inside: ReactNode = (
    <>
      {field.title}
      {required && (
        <span className={css.star} aria-hidden>
          {' '}
          *
        </span>
      )}
    </>
  )
  if (still) return <span className={css.label}>{inside}</span>
  return (
    <label className={css.label} htmlFor={id}>
      {inside}
    </label>
  )
}

function StillValue({
  live,
  field,
  value,
  reason,
}: {
  live: LiveForm
  field: FieldMeta
  value: Cell
  reason?: string
}) {
  const { View } = kindOf(field)
  return (
    <div className={css.still}>
      <View field={field} value={value ?? null} refs={live.refs} values={live.cells() as Cells as Values} />
      {reason && (
        <span className={css.stillWhy}>
          <Icon name="lock" size={14} />
          {reason}
        </span>
      )}
    </div>
  )
}
