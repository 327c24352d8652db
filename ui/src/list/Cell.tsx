import IconCheck from '@tabler/icons-react/dist/esm/icons/IconCheck.mjs'
import IconPaperclip from '@tabler/icons-react/dist/esm/icons/IconPaperclip.mjs'
import { useMeta } from '../api/hooks'
import type { FieldMeta, Json, Refs, Row, TypeMeta } from '../api/types'
import { nameOf } from '../fields/file_check'
import { Icon } from '../fields/Icon'
import { PEOPLE, refInfo } from '../fields/lookup'
import { useTranslation } from '../i18n'
import { useFormat } from '../i18n/locale'
import { isOwed } from '../lib/phase'
import { DateText, Deadline, HiddenCell, InstantText, MoneyText, PersonName, StatusChip } from '../parts'
import { currencyOf, previousField, stateField } from './columns'
import classes from './list.module.css'

interface Props {
  field: FieldMeta
  row: Row
  type: TypeMeta
  refs: Refs
  currency?: string // said in the head of the column
}

/** One value in one line. */
export function Cell({ field, row, type, refs, currency }: Props) {
  if (row.hidden?.includes(field.key)) return <HiddenCell />
  const fault = row.faults?.[field.key]
  if (fault) return <Unknown why={fault} />
  const value = row.values[field.key]
  if (value === null || value === undefined || value === '')
    return field.kind === 'ref' ? <Nobody field={field} /> : null
  if (field.key === type.deadline && isOwed(phaseOf(type, row))) return <Deadline value={String(value)} short />
  if ((field.key === stateField || field.key === previousField) && type.states.length > 0)
    return <State type={type} value={value} />
  if (Array.isArray(value) && field.kind !== 'file') return <Several field={field} values={value} refs={refs} />
  return <One field={field} row={row} value={value} refs={refs} currency={currency} />
}

const phaseOf = (type: TypeMeta, row: Row) => type.states.find(s => s.key === row.values[stateField])?.phase

function State({ type, value }: { type: TypeMeta; value: Json }) {
  const state = type.states.find(s => s.key === value)
  return state ? <StatusChip phase={state.phase} title={state.title} /> : String(value)
}

/** A formula that could not be worked out is not an empty cell. */
function Unknown({ why }: { why: string }) {
  return (
    <span title={why}>
      <Icon name="alert" size={14} />
      <span className="k-vh">{why}</span>
    </span>
  )
}

function Nobody({ field }: { field: FieldMeta }) {
  return field.target === PEOPLE ? <PersonName person={null} /> : null
}

function One({ field, row, value, refs, currency }: { value: Json } & Omit<Props, 'type'>) {
  const f = useFormat()
  switch (field.kind) {
    case 'money': {
      const own = currencyOf(field, row)
      if (own === currency) return f.decimal(String(value).replace(/\.0+$/, ''))
      return <MoneyText value={String(value)} currency={own} short />
    }
    case 'integer':
    case 'decimal':
      return f.decimal(String(value)) + (field.unit ? `\u00a0${field.unit}` : '')
    case 'date':
      return <DateText value={String(value)} />
    case 'instant':
      return <InstantText value={String(value)} />
    case 'bool':
      return value ? <IconCheck size={16} stroke={2} aria-hidden /> : null
    case 'file':
      return <Files names={(Array.isArray(value) ? value : [value]).map(name => nameOf(String(name), refs))} />
    case 'number':
      return <span className={classes.number}>{String(value)}</span>
    default:
      return <Text field={field} value={value} refs={refs} />
  }
}

function Text({ field, value, refs }: { field: FieldMeta; value: Json; refs: Refs }) {
  const meta = useMeta()
  const { t } = useTranslation()
  if (field.kind === 'enum') return field.options?.find(o => o.key === value)?.title ?? String(value)
  if (field.kind !== 'ref') return String(value)
  const info = refInfo(field, String(value), refs, meta)
  if (info.type === PEOPLE) return <PersonName person={info} you={false} />
  return info.gone ? <span className={classes.muted}>{t('common.gone')}</span> : info.title
}

function Files({ names }: { names: string[] }) {
  return names.length > 0 ? (
    <span className={classes.muted} title={names.join('\n')}>
      <IconPaperclip size={14} aria-hidden /> {names.length > 1 ? names.length : names[0]}
    </span>
  ) : null
}

function Several({ field, values, refs }: { field: FieldMeta; values: Json[]; refs: Refs }) {
  const meta = useMeta()
  const titles = values.map(v => {
    if (field.kind === 'enum') return field.options?.find(o => o.key === v)?.title ?? String(v)
    return field.kind === 'ref' ? refInfo(field, String(v), refs, meta).title : String(v)
  })
  return titles.filter(Boolean).join(', ')
}
