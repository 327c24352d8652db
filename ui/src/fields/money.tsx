import { Select } from '@mantine/core'
import { useMeta } from '../api/hooks'
import type { FieldMeta } from '../api/types'
import { MoneyText } from '../parts/values'
import { Empty } from './Empty'
import css from './fields.module.css'
import { Icon } from './Icon'
import { DecimalBox } from './quantity'
import type { FieldKind, InputProps, ViewProps } from './types'

/** Code of the currency an amount is in: the literal one, or what its neighbour holds. */
export function currencyOf(field: FieldMeta, neighbours: Record<string, unknown>): string {
  const held = field.currencyField ? neighbours[field.currencyField] : undefined
  return typeof held === 'string' && held !== '' ? held : (field.currency ?? '')
}

function Input(props: InputProps) {
  const { field, value, onChange, onBlur, a11y, required, cells, setCell, currency, dense, autoFocus } = props
  const meta = useMeta()
  const code = currencyOf(field, cells)
  const known = meta.currencies[code]
  const choices = currency?.options ?? []
  const picker = choices.length > 1 && (
    <Select
      aria-label={currency?.title}
      classNames={{ input: css.currency }}
      variant="unstyled"
      w={58}
      rightSectionWidth={18}
      withCheckIcon={false}
      data={choices.map(o => ({ value: o.key, label: meta.currencies[o.key]?.symbol ?? o.title }))}
      value={code || null}
      allowDeselect={false}
      openOnFocus={false}
      rightSection={<Icon name="down" size={14} />}
      rightSectionPointerEvents="none"
      onChange={key => currency && key && setCell(currency.key, key)}
      comboboxProps={{ width: 96, position: 'bottom-end' }}
    />
  )
  return (
    <DecimalBox
      {...a11y}
      required={required}
      autoFocus={autoFocus}
      onBlur={onBlur}
      error={Boolean(a11y['aria-invalid'])}
      value={typeof value === 'string' ? value : ''}
      onText={text => onChange(text === '' ? null : text)}
      digits={known?.digits ?? 2}
      pad
      suffix={picker || !code ? undefined : `\u00a0${known?.symbol ?? code}`}
      rightSection={picker || undefined}
      rightSectionWidth={picker ? 66 : undefined}
      classNames={{ input: dense ? css.figures : css.amount }}
    />
  )
}

function View({ field, value, values }: ViewProps) {
  if (typeof value !== 'string' || value === '') return <Empty />
  return <MoneyText value={value} currency={currencyOf(field, values)} />
}

export const money: FieldKind = { Input, View }
