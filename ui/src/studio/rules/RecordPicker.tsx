import { Select } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { api } from '../../api/client'
import type { ListAnswer, TypeMeta } from '../../api/types'
import { useTranslation } from '../../i18n'

interface Props {
  type: TypeMeta
  label: string
  value: string | null
  empty?: string // what no choice means
  required?: boolean
  size?: 'xs' | 'sm'
  onChange: (id: string | null) => void
}

const shown = 20

/** The last records of a type, or those that have the typed words. */
export function useRecords(type: TypeMeta | undefined, q: string) {
  const hasNumber = type?.fields.some(f => f.key === 'number') ?? false
  const columns = [...new Set([...(hasNumber ? ['number'] : []), type?.titleField ?? ''])].filter(Boolean)
  const answer = useQuery({
    queryKey: ['studio', 'records', type?.slug, q],
    queryFn: ({ signal }) =>
      api.get<ListAnswer>(`/lists/${type?.slug}`, { q, columns: columns.join(','), limit: shown }, signal),
    enabled: type !== undefined,
    placeholderData: keepPreviousData,
    staleTime: 60_000,
  })
  const options = answer.data?.rows.map(row => ({
    value: row.id,
    label: columns
      .map(c => row.values[c])
      .filter(v => typeof v === 'string' && v !== '')
      .join(' · '),
  }))
  return { options: options?.map(o => ({ ...o, label: o.label || o.value })), error: answer.error }
}

/** Chooses a record by number or title. */
export function RecordPicker({ type, label, value, empty, required, size, onChange }: Props) {
  const { t } = useTranslation()
  const [search, setSearch] = useState('')
  const [picked, setPicked] = useState<{ value: string; label: string } | null>(null)
  const [q] = useDebouncedValue(picked?.label === search ? '' : search, 200)
  const { options = [] } = useRecords(type, q)
  const data = picked && !options.some(o => o.value === picked.value) ? [picked, ...options] : options
  return (
    <Select
      label={label}
      size={size}
      data={data}
      value={value}
      placeholder={empty ?? t('studioRules.try.choose')}
      searchable
      clearable={!required}
      searchValue={search}
      onSearchChange={setSearch}
      filter={({ options }) => options}
      nothingFoundMessage={t('studioRules.try.nothing')}
      maxDropdownHeight={260}
      comboboxProps={{ withinPortal: true }}
      onChange={id => {
        setPicked(data.find(o => o.value === id) ?? null)
        onChange(id)
      }}
    />
  )
}
