import type { FieldMeta, Json, Meta, Refs, Row, TypeMeta } from '../api/types'
import { nameOf } from '../fields/file_check'
import { refInfo } from '../fields/lookup'
import { formatDecimal, formatFullDate, formatFullInstant, formatMoney, type Locale } from '../i18n/format'
import { currencyOf } from '../list/columns'

export interface Words {
  locale: Locale
  meta: Meta
  refs: Refs
  yes: string
  no: string
}

/** A cell on paper: whole days and names, nothing that is told by a colour or by the day of reading. */
export function plainText(field: FieldMeta, row: Row, type: TypeMeta, words: Words): string {
  const value = row.values[field.key]
  if (row.hidden?.includes(field.key) || value === null || value === undefined || value === '') return ''
  const values = Array.isArray(value) ? value : [value]
  return values
    .map(one => oneText(field, row, type, one, words))
    .filter(text => text !== '')
    .join(', ')
}

function oneText(field: FieldMeta, row: Row, type: TypeMeta, value: Json, words: Words): string {
  const { locale } = words
  const text = String(value)
  switch (field.kind) {
    case 'money':
      return formatMoney(text, currencyOf(field, row), locale)
    case 'integer':
    case 'decimal':
      return formatDecimal(text, locale.lang) + (field.unit ? `\u00a0${field.unit}` : '')
    case 'date':
      return formatFullDate(text, locale)
    case 'instant':
      return formatFullInstant(text, locale)
    case 'bool':
      return value ? words.yes : words.no
    case 'file':
      return nameOf(text, words.refs)
    case 'ref':
      return refInfo(field, text, words.refs, words.meta).title
    default:
      return titleOf(field, type, text)
  }
}

/** A choice by its title, a state by the one that its type gives it. */
const titleOf = (field: FieldMeta, type: TypeMeta, value: string): string =>
  field.options?.find(option => option.key === value)?.title ??
  (field.key === 'status' || field.key === 'previous' ? type.states.find(s => s.key === value)?.title : undefined) ??
  value
