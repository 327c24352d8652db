import { Textarea } from '@mantine/core'
import type { Path } from '../doc/json'
import type { InputProps } from './inputs'
import { readRaw } from './inputs'
import css from './panel.module.css'

/** An expression, a text with {fields}, or a value that may begin with =. */
export function ExprWord({ word, label, value, error, onChange }: InputProps & { path: Path }) {
  const text = value === undefined || value === null ? '' : typeof value === 'string' ? value : JSON.stringify(value)
  return (
    <Textarea
      aria-label={label}
      value={text}
      error={error}
      autosize
      minRows={1}
      classNames={{ input: word.place === 'text' ? undefined : css.code }}
      onChange={e => {
        const written = e.currentTarget.value
        onChange(
          written === '' ? undefined : word.shape === 'value' && !written.startsWith('=') ? readRaw(written) : written,
        )
      }}
    />
  )
}
