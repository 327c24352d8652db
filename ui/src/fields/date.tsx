import { InputBase } from '@mantine/core'
import { DateInput, DateTimePicker } from '@mantine/dates'
import { useTranslation } from 'react-i18next'
import { useMeta } from '../api/hooks'
import { usePhone } from '../lib/screen'
import { DateText, InstantText } from '../parts/values'
import { useCalendar } from './calendar'
import { Empty } from './Empty'
import { Icon } from './Icon'
import { parseDay } from './typed_date'
import type { FieldKind, InputProps, ViewProps } from './types'
import { toInstant, toWall } from './zoned'

const icon = <Icon name="calendar" />

function DayInput({ field, value, onChange, onBlur, a11y, required, autoFocus }: InputProps) {
  const { t } = useTranslation()
  const { me } = useMeta()
  const calendar = useCalendar()
  const today = (toWall(new Date().toISOString(), me.zone) ?? '').slice(0, 10)
  return (
    <DateInput
      {...a11y}
      {...calendar}
      required={required}
      autoFocus={autoFocus}
      onBlur={onBlur}
      error={Boolean(a11y['aria-invalid'])}
      value={typeof value === 'string' ? value : null}
      onChange={day => onChange(day)}
      dateParser={typed => parseDay(typed, today)}
      valueFormat="DD.MM.YYYY"
      placeholder={t('fields.dayHint')}
      minDate={typeof field.min === 'string' ? field.min : undefined}
      maxDate={typeof field.max === 'string' ? field.max : undefined}
      rightSection={icon}
      rightSectionPointerEvents="none"
      popoverProps={{ transitionProps: { duration: 120 } }}
    />
  )
}

/** A phone has a picker of its own, made for thumbs. */
function InstantInput(props: InputProps) {
  return usePhone() ? <NativeInstant {...props} /> : <InstantPicker {...props} />
}

function NativeInstant({ value, onChange, onBlur, a11y, required, autoFocus }: InputProps) {
  const { me } = useMeta()
  return (
    <InputBase
      {...a11y}
      type="datetime-local"
      required={required}
      autoFocus={autoFocus}
      onBlur={onBlur}
      error={Boolean(a11y['aria-invalid'])}
      value={typeof value === 'string' ? (toWall(value, me.zone) ?? '').slice(0, 16).replace(' ', 'T') : ''}
      onChange={e => onChange(e.currentTarget.value ? toInstant(`${e.currentTarget.value}:00`, me.zone) : null)}
    />
  )
}

function InstantPicker({ value, onChange, onBlur, a11y, required, autoFocus }: InputProps) {
  const { t } = useTranslation()
  const { me } = useMeta()
  const calendar = useCalendar()
  return (
    <DateTimePicker
      {...a11y}
      {...calendar}
      required={required}
      autoFocus={autoFocus}
      onBlur={onBlur}
      error={Boolean(a11y['aria-invalid'])}
      value={typeof value === 'string' ? toWall(value, me.zone) : null}
      onChange={wall => onChange(wall ? toInstant(wall, me.zone) : null)}
      valueFormat="DD.MM.YYYY HH:mm"
      placeholder={t('fields.instantHint')}
      clearable={!required}
      submitButtonProps={{ 'aria-label': t('fields.done') }}
      clearButtonProps={{ 'aria-label': t('fields.clear') }}
      rightSection={value ? undefined : icon}
      popoverProps={{ transitionProps: { duration: 120 } }}
    />
  )
}

function View({ field, value, inline }: ViewProps) {
  if (typeof value !== 'string' || value === '') return <Empty />
  return field.kind === 'instant' ? (
    <InstantText value={value} words={!inline} />
  ) : (
    <DateText value={value} words={!inline} />
  )
}

export const date: FieldKind = { Input: DayInput, View }
export const instant: FieldKind = { Input: InstantInput, View }
