import { NativeSelect, TextInput } from '@mantine/core'
import { useState } from 'react'
import type { A11y } from '../fields/types'
import { useTranslation } from '../i18n'
import css from './settings.module.css'
import { partsOf, type SpanPart, simple, type Unit, units, written } from './span'

interface Props {
  value: string
  onChange: (text: string) => void
  a11y: A11y
}

/** A length of time: a number and its unit; one of several units is typed as it is written. */
export function SpanInput({ value, onChange, a11y }: Props) {
  const { t } = useTranslation()
  const [part, setPart] = useState(() => simple(value))
  if (!part) {
    return (
      <TextInput
        {...a11y}
        autoFocus
        className={css.spanText}
        value={value}
        placeholder="1mo 2d 3h"
        onChange={e => onChange(e.currentTarget.value)}
      />
    )
  }
  const set = (change: Partial<SpanPart>) => {
    const next = { ...part, ...change }
    setPart(next)
    onChange(written(next))
  }
  return (
    <div className={css.span}>
      <TextInput
        {...a11y}
        autoFocus
        inputMode="numeric"
        className={css.spanCount}
        value={part.n}
        onChange={e => set({ n: e.currentTarget.value.replace(/\D/g, '').slice(0, 5) })}
      />
      <NativeSelect
        aria-label={t('settings.unit')}
        value={part.unit}
        onChange={e => set({ unit: e.currentTarget.value as Unit })}
        data={units.map(unit => ({ value: unit, label: t(`settings.units.${unit}`) }))}
      />
    </div>
  )
}

/** «7 дней», «2 часа 30 минут». */
export function SpanText({ value }: { value: string }) {
  const { t } = useTranslation()
  const parts = partsOf(value)
  if (!parts) return value
  return parts.map(({ n, unit }) => t(`settings.spans.${unit}`, { count: Number(n) })).join(' ')
}
