import { Checkbox, Switch } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { Empty } from './Empty'
import type { FieldKind, InputProps, ViewProps } from './types'

function Input({ field, value, onChange, onBlur, a11y, dense, autoFocus }: InputProps) {
  const { t } = useTranslation()
  const Box = field.widget === 'switch' ? Switch : Checkbox
  return (
    <Box
      {...a11y}
      autoFocus={autoFocus}
      checked={value === true}
      onChange={e => onChange(e.currentTarget.checked)}
      onBlur={onBlur}
      label={dense ? undefined : t(value === true ? 'fields.yes' : 'fields.no')}
    />
  )
}

function View({ value }: ViewProps) {
  const { t } = useTranslation()
  if (typeof value !== 'boolean') return <Empty />
  return <span>{t(value ? 'fields.yes' : 'fields.no')}</span>
}

export const bool: FieldKind = { Input, View }
