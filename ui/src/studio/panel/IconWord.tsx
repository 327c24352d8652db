import { Select } from '@mantine/core'
import { TypeIcon } from '../../icons/Icon'
import icons from '../../icons/names.json'
import type { InputProps } from './inputs'
import css from './panel.module.css'

/** One icon of the set, chosen by what it looks like. */
export function IconWord({ label, value, error, onChange }: InputProps) {
  const chosen = typeof value === 'string' ? value : null
  return (
    <Select
      aria-label={label}
      data={Object.keys(icons)}
      value={chosen}
      error={error}
      searchable
      clearable
      leftSection={chosen ? <TypeIcon name={chosen} size={17} /> : undefined}
      renderOption={({ option }) => (
        <span className={css.icon}>
          <TypeIcon name={option.value} size={18} />
          {option.value}
        </span>
      )}
      onChange={name => onChange(name ?? undefined)}
    />
  )
}
