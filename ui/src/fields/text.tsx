import { Textarea, TextInput } from '@mantine/core'
import { Empty } from './Empty'
import css from './fields.module.css'
import type { FieldKind, InputProps, ViewProps } from './types'

const keyboards = { email: 'email', uri: 'url', phone: 'tel' } as const

function Input({ field, value, onChange, onBlur, a11y, required, dense, autoFocus }: InputProps) {
  const common = {
    ...a11y,
    required,
    onBlur,
    autoFocus,
    value: typeof value === 'string' ? value : '',
    error: Boolean(a11y['aria-invalid']),
    // The counter and the server speak about length; the browser must not swallow what was pasted.
    spellCheck: field.format === undefined || field.format === 'multiline',
  }
  const change = (text: string) => onChange(text === '' ? null : text)
  if (field.format === 'multiline') {
    return (
      <Textarea
        {...common}
        autosize
        minRows={dense ? 1 : 2}
        maxRows={12}
        onChange={e => change(e.currentTarget.value)}
      />
    )
  }
  const type = field.format ? keyboards[field.format] : 'text'
  return (
    <TextInput
      {...common}
      type={type === 'url' ? 'text' : type}
      inputMode={type}
      autoComplete="off"
      onChange={e => change(e.currentTarget.value)}
    />
  )
}

function View({ field, value }: ViewProps) {
  if (typeof value !== 'string' || value === '') return <Empty />
  const href = hrefOf(field.format, value)
  if (href) {
    return (
      <a
        href={href}
        className={css.link}
        rel="noreferrer noopener"
        target={field.format === 'uri' ? '_blank' : undefined}
      >
        {value}
      </a>
    )
  }
  return <span className={field.format === 'multiline' ? css.prose : css.words}>{value}</span>
}

/** Only addresses that cannot run anything become links. */
export function hrefOf(format: string | undefined, value: string): string | null {
  if (format === 'email') return `mailto:${value}`
  if (format === 'phone') return `tel:${value.replace(/[^\d+]/g, '')}`
  if (format === 'uri' && /^https?:\/\//i.test(value)) return value
  return null
}

export const text: FieldKind = { Input, View }
