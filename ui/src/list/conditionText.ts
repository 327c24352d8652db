import type { ParseKeys, TFunction } from 'i18next'
import type { FieldMeta, Json, Meta, Refs } from '../api/types'
import { refInfo } from '../fields/lookup'
import { formatDate, formatDecimal, type Locale } from '../i18n/format'
import { type Condition, listOf, type Op } from './condition'

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
      return `${opTitle(op, field, t)} ${one(value ?? null, field, words)}`
  }
}

const isDay = (field: FieldMeta) => field.kind === 'date' || field.kind === 'instant'

/** Days go «с … по …», numbers «от … до …». */
export const edgesOf = (field: FieldMeta) =>
  isDay(field)
    ? ({ from: 'filter.fromDay', to: 'filter.toDay' } as const)
    : ({ from: 'filter.from', to: 'filter.to' } as const)

const dayWords: Partial<Record<Op, ParseKeys>> = {
  gt: 'filter.after',
  gte: 'filter.notBefore',
  lt: 'filter.before',
  lte: 'filter.notAfter',
}

/** What is asked of a field, in the words of its kind. */
export function opTitle(op: Op, field: FieldMeta, t: TFunction): string {
  const { from, to } = edgesOf(field)
  if (op === 'between') return `${t(from)} … ${t(to)} …`
  return t((isDay(field) && dayWords[op]) || opWords[op])
}

const opWords = {
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
  const edges = edgesOf(field)
  const parts = [
    from ? `${t(edges.from)} ${one(from, field, words)}` : '',
    to ? `${t(edges.to)} ${one(to, field, words)}` : '',
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
