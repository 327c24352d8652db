import { Button, Checkbox, NativeSelect, TextInput } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { useState } from 'react'
import { useMeta, useOptions } from '../api/hooks'
import type { FieldMeta, Json, Refs, TypeMeta } from '../api/types'
import { refInfo, storedRef } from '../fields/lookup'
import { useTranslation } from '../i18n'
import { useFocusFirst } from '../lib/focus'
import { type Condition, filterableFields, listOf, needsValue, type Op, opsOf, readCondition } from './condition'
import { opWords } from './conditionText'
import classes from './list.module.css'

interface Props {
  type: TypeMeta
  refs: Refs
  condition?: Condition
  onDone: (condition: Condition) => void
}

/** Picks a field, then what is asked of it. */
export default function FilterEditor({ type, refs, condition, onDone }: Props) {
  const [field, setField] = useState(() => type.fields.find(f => f.key === condition?.[0]) ?? null)
  if (!field) return <FieldPicker type={type} onPick={setField} />
  return <ConditionForm type={type} field={field} refs={refs} condition={condition} onDone={onDone} />
}

function FieldPicker({ type, onPick }: { type: TypeMeta; onPick: (field: FieldMeta) => void }) {
  const { t } = useTranslation()
  const [query, setQuery] = useState('')
  const first = useFocusFirst<HTMLInputElement>()
  const fields = filterableFields(type).filter(f =>
    f.title.toLocaleLowerCase().includes(query.trim().toLocaleLowerCase()),
  )
  return (
    <div className={classes.editor}>
      <TextInput
        ref={first}
        aria-label={t('filter.pickField')}
        placeholder={t('filter.pickField')}
        value={query}
        onChange={e => setQuery(e.currentTarget.value)}
        onKeyDown={e => {
          const top = fields[0]
          if (e.key === 'Enter' && top) onPick(top)
        }}
      />
      <div className={classes.editorList}>
        {fields.map(field => (
          <button key={field.key} type="button" className={classes.fieldItem} onClick={() => onPick(field)}>
            {field.title}
          </button>
        ))}
      </div>
    </div>
  )
}

interface FormProps {
  type: TypeMeta
  field: FieldMeta
  refs: Refs
  condition: Condition | undefined
  onDone: (condition: Condition) => void
}

function ConditionForm({ type, field, refs, condition, onDone }: FormProps) {
  const { t } = useTranslation()
  const ops = opsOf(field)
  const [op, setOp] = useState<Op>(condition?.[1] ?? ops[0] ?? 'eq')
  const [value, setValue] = useState<Json>(condition?.[2] ?? null)
  const first = useFocusFirst<HTMLSelectElement>()
  const made = readCondition([field.key, op, filled(value) ? value : null])
  return (
    <form
      className={classes.editor}
      onSubmit={event => {
        event.preventDefault()
        if (made) onDone(made)
      }}
    >
      <NativeSelect
        ref={first}
        label={field.title}
        value={op}
        onChange={e => {
          setOp(e.currentTarget.value as Op)
          setValue(null)
        }}
        data={ops.map(o => ({
          value: o,
          label: o === 'between' ? `${t('filter.from')} … ${t('filter.to')} …` : t(opWords[o]),
        }))}
      />
      {needsValue(op) && <ValueInput type={type} field={field} refs={refs} op={op} value={value} onChange={setValue} />}
      <div className={classes.editorFoot}>
        <Button type="submit" disabled={!made}>
          {t('common.apply')}
        </Button>
      </div>
    </form>
  )
}

const filled = (value: Json) =>
  Array.isArray(value) ? value.some(v => v !== null && v !== '') : value !== null && value !== ''

interface ValueProps {
  type: TypeMeta
  field: FieldMeta
  refs: Refs
  op: Op
  value: Json
  onChange: (value: Json) => void
}

function ValueInput({ type, field, refs, op, value, onChange }: ValueProps) {
  const { t } = useTranslation()
  if (op === 'in' && field.kind === 'enum') {
    const items = (field.options ?? []).map(o => [o.key, o.title] as const)
    return <Choice label={field.title} items={items} value={listOf(value)} onChange={onChange} />
  }
  if (op === 'in') return <RefChoice type={type} field={field} refs={refs} value={listOf(value)} onChange={onChange} />
  const kind = inputKind(field)
  if (op !== 'between') {
    return <Plain label={t('filter.value')} kind={kind} value={text(value)} onChange={onChange} />
  }
  const [from, to] = Array.isArray(value) ? value : [null, null]
  return (
    <div className={classes.editorRow}>
      <Plain
        label={t('filter.from')}
        kind={kind}
        value={text(from)}
        onChange={v => onChange([v || null, to ?? null])}
      />
      <Plain label={t('filter.to')} kind={kind} value={text(to)} onChange={v => onChange([from ?? null, v || null])} />
    </div>
  )
}

const text = (value: Json | undefined) => (typeof value === 'string' ? value : '')
const inputKind = (field: FieldMeta) => {
  if (field.kind === 'date' || field.kind === 'instant') return 'date'
  return field.kind === 'text' || field.kind === 'number' ? 'text' : 'decimal'
}

interface PlainProps {
  label: string
  kind: 'date' | 'text' | 'decimal'
  value: string
  onChange: (value: string) => void
}

function Plain({ label, kind, value, onChange }: PlainProps) {
  return (
    <TextInput
      label={label}
      type={kind === 'date' ? 'date' : 'text'}
      inputMode={kind === 'decimal' ? 'decimal' : undefined}
      value={value}
      onChange={e => onChange(e.currentTarget.value)}
      style={{ flex: 1, minWidth: 0 }}
    />
  )
}

interface ChoiceProps {
  label: string
  items: (readonly [key: string, title: string])[]
  value: string[]
  onChange: (value: string[]) => void
}

function Choice({ label, items, value, onChange }: ChoiceProps) {
  return (
    <Checkbox.Group value={value} onChange={onChange} aria-label={label}>
      <div className={classes.editorList}>
        {items.map(([key, title]) => (
          <Checkbox key={key} value={key} label={title} size="xs" className={classes.editorItem} />
        ))}
      </div>
    </Checkbox.Group>
  )
}

interface RefChoiceProps {
  type: TypeMeta
  field: FieldMeta
  refs: Refs
  value: string[]
  onChange: (value: string[]) => void
}

function RefChoice({ type, field, refs, value, onChange }: RefChoiceProps) {
  const meta = useMeta()
  const [query, setQuery] = useState('')
  const [asked] = useDebouncedValue(query, 200)
  const found = useOptions(type.slug, { field: field.key, q: asked })
  const chosen = value.map(v => [v, refInfo(field, v, refs, meta).title || v] as const)
  const rest = (found.data?.options ?? []).map(o => [storedRef(field, o, meta), o.title] as const)
  const items = [...chosen, ...rest.filter(([key]) => !value.includes(key))]
  return (
    <>
      <TextInput
        aria-label={field.title}
        placeholder={field.title}
        value={query}
        onChange={e => setQuery(e.currentTarget.value)}
      />
      <Choice label={field.title} items={items} value={value} onChange={onChange} />
    </>
  )
}
