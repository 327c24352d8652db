import { Button, Checkbox, Select, TextInput } from '@mantine/core'
import { DateInput } from '@mantine/dates'
import '../fields/mantine'
import { useDebouncedValue } from '@mantine/hooks'
import { useState } from 'react'
import { useMeta, useOptions } from '../api/hooks'
import type { FieldMeta, Json, Refs, TypeMeta } from '../api/types'
import { useCalendar } from '../fields/calendar'
import { refInfo, storedRef } from '../fields/lookup'
import { parseDay } from '../fields/typed_date'
import { useTranslation } from '../i18n'
import { dayOf } from '../i18n/format'
import { useFormat } from '../i18n/locale'
import { useFocusFirst } from '../lib/focus'
import { type Condition, filterableFields, listOf, needsValue, type Op, opsOf, readCondition } from './condition'
import { edgesOf, opTitle } from './conditionText'
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
  const found = filterableFields(type).filter(f =>
    f.title.toLocaleLowerCase().includes(query.trim().toLocaleLowerCase()),
  )
  const own = found.filter(f => !f.engine)
  const kept = found.filter(f => f.engine)
  const item = (field: FieldMeta) => (
    <button key={field.key} type="button" className={classes.fieldItem} onClick={() => onPick(field)}>
      {field.title}
    </button>
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
          const top = own[0] ?? kept[0]
          if (e.key === 'Enter' && top) onPick(top)
        }}
      />
      <div className={classes.editorList}>
        {own.map(item)}
        {kept.length > 0 && own.length > 0 && <p className={classes.editorGroup}>{t('list.serviceFields')}</p>}
        {kept.map(item)}
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
  const first = useFocusFirst<HTMLInputElement>()
  const made = readCondition([field.key, op, filled(value) ? value : null])
  return (
    <form
      className={classes.editor}
      onSubmit={event => {
        event.preventDefault()
        if (made) onDone(made)
      }}
    >
      <Select
        ref={first}
        label={field.title}
        value={op}
        allowDeselect={false}
        // Its list lies inside the popover, or a choice would count as a click beside it.
        comboboxProps={{ withinPortal: false, transitionProps: { duration: 120 } }}
        onChange={chosen => {
          setOp(chosen as Op)
          setValue(null)
        }}
        data={ops.map(o => ({ value: o, label: opTitle(o, field, t) }))}
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
  const edges = edgesOf(field)
  return (
    <div className={classes.editorRow} data-stacked={kind === 'date' || undefined}>
      <Plain label={t(edges.from)} kind={kind} value={text(from)} onChange={v => onChange([v || null, to ?? null])} />
      <Plain label={t(edges.to)} kind={kind} value={text(to)} onChange={v => onChange([from ?? null, v || null])} />
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
  if (kind === 'date') return <Day label={label} value={value} onChange={onChange} />
  return (
    <TextInput
      label={label}
      inputMode={kind === 'decimal' ? 'decimal' : undefined}
      value={value}
      onChange={e => onChange(e.currentTarget.value)}
      style={{ flex: 1, minWidth: 0 }}
    />
  )
}

/** A day typed or picked as in forms. */
function Day({ label, value, onChange }: Omit<PlainProps, 'kind'>) {
  const { t } = useTranslation()
  const { locale } = useFormat()
  const calendar = useCalendar()
  return (
    <DateInput
      {...calendar}
      label={label}
      value={value || null}
      onChange={day => onChange(day ?? '')}
      dateParser={typed => parseDay(typed, dayOf(locale.now, locale.zone))}
      valueFormat="DD.MM.YYYY"
      placeholder={t('fields.dayHint')}
      // Beside the fields: the button below them stays in sight.
      popoverProps={{ withinPortal: false, position: 'right-start', transitionProps: { duration: 120 } }}
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
