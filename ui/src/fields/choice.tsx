import { Group, MultiSelect, Radio, Select } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { FieldMeta } from '../api/types'
import { isEmpty, textsOf } from './cell'
import { Empty } from './Empty'
import css from './fields.module.css'
import { Icon } from './Icon'
import type { FieldKind, InputProps, ViewProps } from './types'

const SEARCH_FROM = 8

function Input(props: InputProps) {
  const { field, value, onChange, onBlur, a11y, required, dense, autoFocus } = props
  const { t } = useTranslation()
  const data = (field.options ?? []).map(o => ({ value: o.key, label: o.title }))
  if (field.widget === 'radio' && !field.many && !dense) return <Radios {...props} />
  const common = {
    ...a11y,
    data,
    required,
    onBlur,
    autoFocus,
    error: Boolean(a11y['aria-invalid']),
    searchable: data.length >= SEARCH_FROM,
    nothingFoundMessage: t('fields.nothingFound'),
    openOnFocus: false,
    comboboxProps: { transitionProps: { duration: 120 } },
  }
  if (field.many) {
    return <MultiSelect {...common} value={textsOf(value)} onChange={keys => onChange(keys)} hidePickedOptions />
  }
  return (
    <Select
      {...common}
      value={typeof value === 'string' ? value : null}
      onChange={onChange}
      clearable={!required && !dense}
      allowDeselect={!required}
      rightSection={<Icon name="down" />}
      rightSectionPointerEvents="none"
      clearButtonProps={{ 'aria-label': t('fields.clear') }}
    />
  )
}

function Radios({ field, value, onChange, onBlur, a11y, required }: InputProps) {
  return (
    <Radio.Group {...a11y} value={typeof value === 'string' ? value : null} onChange={onChange} required={required}>
      <Group gap="sm">
        {field.options?.map(o => (
          <Radio key={o.key} value={o.key} label={o.title} onBlur={onBlur} />
        ))}
      </Group>
    </Radio.Group>
  )
}

export const optionTitle = (field: FieldMeta, key: string) => field.options?.find(o => o.key === key)?.title ?? key

function View({ field, value }: ViewProps) {
  if (isEmpty(value)) return <Empty />
  const titles = textsOf(value).map(key => optionTitle(field, key))
  if (!field.many) return <span className={css.words}>{titles[0]}</span>
  return (
    <span className={css.tags}>
      {titles.map(title => (
        <span key={title} className={css.tag}>
          {title}
        </span>
      ))}
    </span>
  )
}

export const choice: FieldKind = { Input, View }
