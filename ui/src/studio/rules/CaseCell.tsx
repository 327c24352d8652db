import { Select, TextInput } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from '../../i18n'
import type { Json } from '../doc/json'
import { cellText, type Kind, readCell } from './cases'
import css from './cases.module.css'

interface Props {
  label: string
  kind: Kind
  value: Json | undefined
  onChange: (value: Json | undefined) => void
}

/** One value of an example, written as its type wants. It is taken when the field is left. */
export function CaseCell({ label, kind, value, onChange }: Props) {
  const { t } = useTranslation()
  const [draft, setDraft] = useState<string | null>(null)
  if (kind === 'bool') {
    const data = [
      { value: 'true', label: t('studioRules.cases.yes') },
      { value: 'false', label: t('studioRules.cases.no') },
      { value: '', label: t('studioRules.cases.empty') },
    ]
    return (
      <Select
        size="xs"
        aria-label={label}
        data={data}
        value={value === undefined || value === null ? '' : String(value)}
        allowDeselect={false}
        className={css.short}
        onChange={text => onChange(readCell('bool', text ?? ''))}
      />
    )
  }
  const take = () => {
    if (draft !== null && draft !== cellText(value)) onChange(readCell(kind, draft))
    setDraft(null)
  }
  return (
    <TextInput
      size="xs"
      type={kind === 'date' ? 'date' : 'text'}
      aria-label={label}
      placeholder={t('studioRules.cases.empty')}
      value={draft ?? cellText(value)}
      classNames={{
        input: kind === 'number' || kind === 'money' ? css.figure : kind === 'json' ? css.code : undefined,
      }}
      onChange={e => setDraft(e.currentTarget.value)}
      onKeyDown={e => e.key === 'Enter' && take()}
      onBlur={take}
    />
  )
}
