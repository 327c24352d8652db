import { MultiSelect, NumberInput, Select, Switch, TagsInput, Textarea, TextInput } from '@mantine/core'
import type { TFunction } from 'i18next'
import { useState } from 'react'
import { useTranslation } from '../../i18n'
import { names, type TypeFile } from '../doc/config'
import type { Json } from '../doc/json'
import { fieldsOf, type Named, namesFor, stateSets, stateTargets } from '../doc/names'
import { type Word, wordOf } from '../grammar/grammar'
import { useWords } from '../grammar/words'
import { useConfig } from '../shell/context'
import { peopleFor, personSaid } from './people'
import { usePanelFile } from './place'

export interface InputProps {
  decl: string
  word: Word
  label: string
  value: Json | undefined
  error: boolean
  onChange: (value: Json | undefined) => void
}

const orNothing = (text: string): string | undefined => (text === '' ? undefined : text)
const shown = (value: Json | undefined): string => (value === undefined || value === null ? '' : String(value))

const longTexts = new Set(['description', 'message', 'passed', 'body', 'note', 'display'])

export function TextWord({ word, label, value, error, onChange }: InputProps) {
  const props = { 'aria-label': label, value: shown(value), error, required: word.required }
  if (longTexts.has(word.name)) {
    return <Textarea {...props} autosize minRows={2} onChange={e => onChange(orNothing(e.currentTarget.value))} />
  }
  return <TextInput {...props} onChange={e => onChange(orNothing(e.currentTarget.value))} />
}

export function EnumWord({ decl, word, label, value, error, onChange }: InputProps) {
  const words = useWords()
  const data = (word.enum ?? []).map(choice => ({ value: choice, label: words.choice(decl, word.name, choice) }))
  if (word.shape === 'texts' || word.shape === 'names') {
    return (
      <MultiSelect
        aria-label={label}
        data={data}
        value={names(value)}
        error={error}
        onChange={list => onChange(list.length ? list : undefined)}
      />
    )
  }
  return (
    <Select
      aria-label={label}
      data={data}
      value={shown(value) || null}
      error={error}
      clearable={!word.required}
      onChange={choice => onChange(choice ?? undefined)}
    />
  )
}

export function BoolWord({ label, value, onChange }: InputProps) {
  return (
    <Switch
      label={label}
      checked={value === true}
      onChange={e => onChange(e.currentTarget.checked ? true : undefined)}
    />
  )
}

export function CountWord({ word, label, value, error, onChange }: InputProps) {
  return (
    <NumberInput
      aria-label={label}
      value={typeof value === 'number' ? value : ''}
      min={0}
      max={word.max}
      allowDecimal={false}
      error={error}
      onChange={n => onChange(typeof n === 'number' ? n : undefined)}
    />
  )
}

export function TextsWord({ label, value, error, onChange }: InputProps) {
  return (
    <TagsInput
      aria-label={label}
      value={names(value)}
      error={error}
      onChange={list => onChange(list.length ? list : undefined)}
    />
  )
}

/** Fields by which a list may be sorted, both ways. */
const sorts = (type: TypeFile | undefined, t: TFunction): Named[] =>
  [{ value: 'created', title: t('studio.sorts.created') }, ...fieldsOf(type)].flatMap(f => [
    f,
    { value: `-${f.value}`, title: t('studio.sorts.down', { title: f.title }) },
  ])

/** Options by what the word refers to; what is written and unknown stays to be seen. */
function useOptions(word: Word, written: string[]): { value: string; label: string }[] {
  const { t } = useTranslation()
  const config = useConfig()
  const { pack, type } = usePanelFile()
  const sets = word.ref !== 'state' ? [] : word.shape === 'name' ? stateTargets : stateSets
  const known: Named[] = [
    ...(word.ref === 'sort' ? sorts(type, t) : namesFor(word.ref ?? '', config, pack, type)),
    ...sets.map(value => ({ value, title: t(`studio.sets.${value.slice(1) as 'open'}`) })),
  ]
  const extra = written.filter(w => !known.some(k => k.value === w)).map(value => ({ value, title: value }))
  const count = new Map<string, number>()
  for (const { title } of known) count.set(title, (count.get(title) ?? 0) + 1)
  return [...known, ...extra].map(({ value, title }) => ({
    value,
    label: (count.get(title) ?? 0) > 1 ? `${title} (${value})` : title,
  }))
}

export function NameWord({ word, label, value, error, onChange }: InputProps) {
  const options = useOptions(word, names(value))
  return (
    <Select
      aria-label={label}
      data={options}
      value={shown(value) || null}
      error={error}
      searchable
      clearable={!word.required}
      onChange={name => onChange(name ?? undefined)}
    />
  )
}

/** One name is written bare, several as an array. */
const compact = (list: string[]): Json | undefined => (list.length > 1 ? list : list[0])

export function NamesWord({ word, label, value, error, onChange }: InputProps) {
  const options = useOptions(word, names(value))
  return (
    <MultiSelect
      aria-label={label}
      data={options}
      value={names(value)}
      error={error}
      searchable
      onChange={list => onChange(word.required && list.length === 0 ? [] : compact(list))}
    />
  )
}

/** People by what the configuration knows of them; anything else is written as an expression. */
export function PeopleWord({ label, value, error, onChange }: InputProps) {
  const { t } = useTranslation()
  const config = useConfig()
  const { pack, type } = usePanelFile()
  const [search, setSearch] = useState('')
  const written = names(value)
  const known = peopleFor(config, pack, type, t)
  const own = [...written, ...(search.trim() ? [search.trim()] : [])].filter(
    expr => !known.some(k => k.value === expr || k.label === expr),
  )
  const data = [
    ...known,
    ...[...new Set(own)].map(expr => ({ value: expr, label: personSaid(expr, config, pack, type, t) ?? expr })),
  ]
  return (
    <MultiSelect
      aria-label={label}
      data={data}
      value={written}
      error={error}
      searchable
      searchValue={search}
      onSearchChange={setSearch}
      placeholder={written.length ? undefined : t('studio.people.choose')}
      onChange={list => onChange(compact(list))}
    />
  )
}

/** Any JSON; a bare text needs no quotes. */
export function RawWord({ label, value, error, onChange }: InputProps) {
  const [draft, setDraft] = useState<string | null>(null)
  const text = draft ?? (value === undefined ? '' : typeof value === 'string' ? value : JSON.stringify(value))
  return (
    <TextInput
      aria-label={label}
      value={text}
      error={error}
      onChange={e => setDraft(e.currentTarget.value)}
      onBlur={() => {
        if (draft !== null) onChange(readRaw(draft))
        setDraft(null)
      }}
    />
  )
}

export function readRaw(text: string): Json | undefined {
  if (text.trim() === '') return undefined
  try {
    return JSON.parse(text) as Json
  } catch {
    return text
  }
}

/** Words whose label stands beside the control. */
export const labelled = (decl: string, name: string): boolean => wordOf(decl, name)?.shape === 'bool'
