import { useId } from 'react'
import css from './exchange.module.css'

interface Props<K extends string> {
  legend: string
  value: K
  onChange: (value: K) => void
  options: [key: K, title: string, hint?: string][]
}

/** One of a few. */
export function Choice<K extends string>({ legend, value, onChange, options }: Props<K>) {
  const name = useId()
  return (
    <fieldset className={css.choice}>
      <legend>{legend}</legend>
      {options.map(([key, title, hint]) => (
        <label key={key}>
          <input type="radio" name={name} value={key} checked={key === value} onChange={() => onChange(key)} />
          <span>
            {title}
            {hint && <small>{hint}</small>}
          </span>
        </label>
      ))}
    </fieldset>
  )
}
