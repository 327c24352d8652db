import { NumberInput, type NumberInputProps, Rating, Slider } from '@mantine/core'
import { useState } from 'react'
import type { FieldMeta } from '../api/types'
import { useFormat } from '../i18n/locale'
import type { Cell } from './cell'
import { Empty } from './Empty'
import css from './fields.module.css'
import type { FieldKind, InputProps, ViewProps } from './types'

/**
 * NumberInput bent to decimal strings: nothing passes through a float, nothing is clamped or trimmed behind the person's back
 * (what is out of range the server says), and digits are padded only after leaving the field.
 */
export function DecimalBox({
  value,
  onText,
  digits,
  pad,
  ...rest
}: Omit<NumberInputProps, 'value' | 'onChange'> & {
  value: string
  onText: (text: string) => void
  digits: number
  pad: boolean
}) {
  const [typing, setTyping] = useState(false)
  return (
    <NumberInput
      {...rest}
      value={value}
      valueIsNumericString
      thousandSeparator={'\u00a0'}
      decimalSeparator=","
      allowedDecimalSeparators={['.', ',']}
      decimalScale={digits}
      allowDecimal={digits > 0}
      fixedDecimalScale={pad && !typing && value !== ''}
      clampBehavior="none"
      trimLeadingZeroesOnBlur={false}
      withKeyboardEvents={false}
      hideControls
      inputMode={digits > 0 ? 'decimal' : 'numeric'}
      onFocus={() => setTyping(true)}
      onBlur={e => {
        setTyping(false)
        rest.onBlur?.(e)
      }}
      onValueChange={({ value: text }, { source }) => {
        if (source === 'event') onText(text)
      }}
    />
  )
}

function Input({ field, value, onChange, onBlur, a11y, required, dense, autoFocus }: InputProps) {
  const change = (text: string) => onChange(cellOf(field, text))
  const range = rangeOf(field)
  if (field.widget === 'rating' && !dense) {
    return (
      <Rating
        {...a11y}
        value={Number(value ?? 0)}
        count={range?.max ?? 5}
        onChange={n => change(String(n))}
        getSymbolLabel={n => `${field.title}: ${n}`}
      />
    )
  }
  if (field.widget === 'slider' && range && !dense) {
    return (
      <Slider
        {...range}
        value={Number(value ?? range.min)}
        onChange={n => change(String(n))}
        onBlur={onBlur}
        thumbLabel={field.title}
        thumbProps={{ id: a11y.id, 'aria-describedby': a11y['aria-describedby'] }}
        label={n => withUnit(String(n), field.unit)}
      />
    )
  }
  return (
    <DecimalBox
      {...a11y}
      required={required}
      autoFocus={autoFocus}
      onBlur={onBlur}
      error={Boolean(a11y['aria-invalid'])}
      value={value === null || value === undefined ? '' : String(value)}
      onText={change}
      digits={field.kind === 'integer' ? 0 : (field.scale ?? 6)}
      pad={false}
      suffix={field.unit ? `\u00a0${field.unit}` : undefined}
      classNames={{ input: dense ? css.figures : css.number }}
    />
  )
}

/** An integer is a number in JSON, a decimal is a string. Half-typed («−», «1,») stays text until it is a number. */
export function cellOf(field: FieldMeta, text: string): Cell {
  if (text === '') return null
  return field.kind === 'integer' && /^-?\d{1,15}$/.test(text) ? Number(text) : text
}

function rangeOf(field: FieldMeta): { min: number; max: number } | null {
  const [min, max] = [Number(field.min ?? 0), Number(field.max ?? Number.NaN)]
  return Number.isFinite(min) && Number.isFinite(max) ? { min, max } : null
}

const withUnit = (text: string, unit: string | undefined) => (unit ? `${text}\u00a0${unit}` : text)

function View({ field, value, inline }: ViewProps) {
  const { decimal } = useFormat()
  if (value === null || value === undefined || value === '') return <Empty />
  const shown = withUnit(decimal(String(value)), field.unit)
  return <span className={inline ? css.figures : css.number}>{shown}</span>
}

export const quantity: FieldKind = { Input, View }
