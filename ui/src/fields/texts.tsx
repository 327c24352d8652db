import { TagsInput } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { isEmpty, textsOf } from './cell'
import { Empty } from './Empty'
import css from './fields.module.css'
import { hrefOf } from './text'
import type { FieldKind, InputProps, ViewProps } from './types'

function Input({ value, onChange, onBlur, a11y, required, autoFocus }: InputProps) {
  const { t } = useTranslation()
  return (
    <TagsInput
      {...a11y}
      required={required}
      autoFocus={autoFocus}
      onBlur={onBlur}
      error={Boolean(a11y['aria-invalid'])}
      value={textsOf(value)}
      onChange={texts => onChange(texts)}
      placeholder={isEmpty(value) ? t('fields.textsHint') : undefined}
      splitChars={[',', ';', '\n']}
      acceptValueOnBlur
    />
  )
}

function View({ field, value }: ViewProps) {
  if (isEmpty(value)) return <Empty />
  return (
    <span className={css.tags}>
      {textsOf(value).map(item => {
        const href = hrefOf(field.format, item)
        return href ? (
          <a key={item} href={href} className={css.link}>
            {item}
          </a>
        ) : (
          <span key={item} className={css.tag}>
            {item}
          </span>
        )
      })}
    </span>
  )
}

export const texts: FieldKind = { Input, View }
