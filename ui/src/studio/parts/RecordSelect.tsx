import { Select } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { useState } from 'react'
import type { TypeMeta } from '../../api/types'
import { useTranslation } from '../../i18n'
import { useRecords } from './useRecords'

interface Props {
  type: TypeMeta
  label: string
  labelled?: boolean // the label stands above; otherwise it stands for what is not chosen yet
  empty?: string // what no choice means; without it one has to be chosen
  size?: 'xs' | 'sm'
  value: string | null
  onChange: (id: string | null) => void
}

interface Option {
  value: string
  label: string
}

/** Chooses a record of a type by what it is called. */
export function RecordSelect({ type, label, labelled = false, empty, size, value, onChange }: Props) {
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
      label={labelled ? label : undefined}
      aria-label={labelled ? undefined : label}
      placeholder={empty ?? label}
      size={size}
      clearable={empty !== undefined}
      data={data}
      value={value}
      searchable
      onFocus={e => e.currentTarget.select()}
      onInput={() => setTyped(true)}
      onBlur={() => setTyped(false)}
      searchValue={search}
      onSearchChange={setSearch}
      filter={given => given.options}
      nothingFoundMessage={t('studio.records.none')}
      maxDropdownHeight={280}
      onChange={id => {
        setTyped(false)
        setPicked(data.find(o => o.value === id) ?? null)
        onChange(id)
      }}
    />
  )
}
