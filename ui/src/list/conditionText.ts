import type { TFunction } from 'i18next'
import type { FieldMeta, Json, Meta, Refs } from '../api/types'
import { refInfo } from '../fields/lookup'
import { formatDate, formatDecimal, type Locale } from '../i18n/format'
import { type Condition, listOf } from './condition'

export interface Words {
  t: TFunction
  locale: Locale
  refs: Refs
  meta: Meta
}

/** The value part of a chip: «На согласовании», «4 из 6», «с 26.03 до 03.04». */
export function conditionText([, op, value]: Condition, field: FieldMeta, words: Words): string {
  const { t } = words
  switch (op) {
    case 'empty':
      return t('filter.isEmpty')
    case 'filled':
      return t('filter.notEmpty')
    case 'yes':
      return t('filter.isTrue')
    case 'no':
      return t('filter.isFalse')
    case 'in':
      return several(listOf(value), field, words)
    case 'between':
      return range(value, field, words)
    case 'eq':
      return one(value ?? null, field, words)
    default:
      return `${t(opWords[op])} ${one(value ?? null, field, words)}`
  }
}

export const opWords = {
  eq: 'filter.is',
  ne: 'filter.isNot',
  in: 'filter.in',
  has: 'filter.contains',
  starts: 'filter.startsWith',
  gt: 'filter.gt',
  gte: 'filter.gte',
  lt: 'filter.lt',
  lte: 'filter.lte',
  between: 'filter.from',
  empty: 'filter.isEmpty',
  filled: 'filter.notEmpty',
  yes: 'filter.isTrue',
  no: 'filter.isFalse',
} as const

function several(values: string[], field: FieldMeta, words: Words): string {
  const titles = values.map(v => titleOf(v, field, words)).filter(v => v !== '')
  if (titles.length === values.length && titles.length <= 2) return titles.join(', ')
  const total = field.options?.length
  if (total) return words.t('filter.ofCount', { count: values.length, total })
  return titles[0] ? `${titles[0]} ${words.t('common.andMore', { count: values.length - 1 })}` : String(values.length)
}

function titleOf(value: string, field: FieldMeta, { refs, meta }: Words): string {
  if (field.kind === 'ref') return refInfo(field, value, refs, meta).title
  return field.options?.find(o => o.key === value)?.title ?? value
}

function range(value: Json | undefined, field: FieldMeta, words: Words): string {
  const [from, to] = Array.isArray(value) ? value : []
  const { t } = words
  const parts = [
    from ? `${t('filter.from')} ${one(from, field, words)}` : '',
    to ? `${t('filter.to')} ${one(to, field, words)}` : '',
  ]
  return parts.filter(Boolean).join(' ')
}

function one(value: Json, field: FieldMeta, { locale }: Words): string {
  if (field.kind === 'date' || field.kind === 'instant') return formatDate(String(value), locale)
  if (field.kind === 'money' || field.kind === 'integer' || field.kind === 'decimal') {
    return formatDecimal(String(value), locale.lang)
  }
  return String(value)
}
