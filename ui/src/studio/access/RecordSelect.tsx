import { Select } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { useState } from 'react'
import type { TypeMeta } from '../../api/types'
import { useTranslation } from '../../i18n'
import { useRecords } from './useRecords'

interface Props {
  type: TypeMeta
  label: string
  value: string | null
  onChange: (id: string | null) => void
}

interface Option {
  value: string
  label: string
}

/** Chooses a record of a type by what it is called. */
export function RecordSelect({ type, label, value, onChange }: Props) {
  const { t } = useTranslation()
  const [search, setSearch] = useState('')
  const [picked, setPicked] = useState<Option | null>(null)
  const [isTyped, setTyped] = useState(false) // otherwise it says what is chosen, which is not looked for
  const [q] = useDebouncedValue(isTyped ? search : '', 200)
  const { options } = useRecords(type, { q })
  const chosen = useRecords(
    type,
    { filter: `it.id == '${value}'` },
    value !== null && !options.some(o => o.value === value),
  )
  const own = picked?.value === value ? picked : chosen.options[0]
  const data = own && !options.some(o => o.value === own.value) ? [own, ...options] : options
  return (
    <Select
      aria-label={label}
      placeholder={label}
      data={data}
      value={value}
      searchable
      onFocus={e => e.currentTarget.select()}
      onInput={() => setTyped(true)}
      onBlur={() => setTyped(false)}
      searchValue={search}
      onSearchChange={setSearch}
      filter={given => given.options}
      nothingFoundMessage={t('studioAccess.eyes.notFound')}
      maxDropdownHeight={280}
      onChange={id => {
        setTyped(false)
        setPicked(data.find(o => o.value === id) ?? null)
        onChange(id)
      }}
    />
  )
}
