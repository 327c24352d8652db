import { Select } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { api } from '../../api/client'
import { useMeta } from '../../api/hooks'
import { useTranslation } from '../../i18n'
import { object, titleOf } from '../doc/config'
import { seenPacks } from '../doc/names'
import { useConfig } from '../shell/context'
import css from './form.module.css'

interface Props {
  pack: string
  value: string
  onChange: (as: string) => void
}

interface People {
  rows: { id: string; values: Record<string, unknown> }[]
}

/** As whom the form is looked at: as oneself, in a role, or as a colleague. */
export function AsSelect({ pack, value, onChange }: Props) {
  const { t } = useTranslation()
  const config = useConfig()
  const { types } = useMeta()
  const [search, setSearch] = useState('')
  const [q] = useDebouncedValue(search, 250)
  const [named, setNamed] = useState<Record<string, string>>({})
  const people = types.find(type => type.directory === 'person')
  const roles = seenPacks(config, pack).flatMap(key =>
    Object.entries(object(config.pack(key)?.own.roles)).map(([role, one]) => ({
      value: `${key}/${role}`,
      label: titleOf(one, role),
    })),
  )
  const current = roles.find(r => r.value === value)?.label ?? named[value] ?? t('studioForm.preview.me')
  const found = useQuery({
    queryKey: ['studio', 'people', q],
    queryFn: ({ signal }) => api.get<People>(`/lists/${people?.slug ?? ''}`, { q, limit: 8 }, signal),
    enabled: people !== undefined && q.length > 1 && q !== current,
    retry: false,
  })
  const matches = (label: string) => q === '' || q === current || label.toLowerCase().includes(q.toLowerCase())
  const titleField = people?.titleField ?? ''
  const persons = (found.data?.rows ?? []).map(r => ({ value: r.id, label: String(r.values[titleField] ?? '') }))
  const chosen = named[value] && !persons.some(p => p.value === value) ? [{ value, label: named[value] }] : []
  return (
    <Select
      size="xs"
      className={css.as}
      aria-label={t('studioForm.preview.as')}
      data={[
        {
          group: t('studioForm.preview.people'),
          items: [{ value: '', label: t('studioForm.preview.me') }, ...chosen, ...persons],
        },
        { group: t('studioForm.preview.roles'), items: roles.filter(r => r.value === value || matches(r.label)) },
      ]}
      value={value}
      searchable
      allowDeselect={false}
      filter={({ options }) => options}
      onSearchChange={setSearch}
      onChange={as => {
        const person = persons.find(p => p.value === as)
        if (person) setNamed(old => ({ ...old, [person.value]: person.label }))
        onChange(as ?? '')
      }}
      nothingFoundMessage={t('studioForm.preview.nobody')}
      comboboxProps={{ width: 260, position: 'bottom-start' }}
    />
  )
}
