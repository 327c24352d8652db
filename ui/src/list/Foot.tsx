import type { FieldMeta, Row } from '../api/types'
import { useTranslation } from '../i18n'
import { sumDecimals } from '../i18n/format'
import { useFormat } from '../i18n/locale'
import { currencyOf } from './columns'
import classes from './list.module.css'
import type { Counted } from './useList'

/** Sums by currency: amounts of different money are never added. */
export function sums(field: FieldMeta, rows: Row[]): [currency: string, sum: string][] {
  const byCurrency = new Map<string, string[]>()
  for (const row of rows) {
    const value = row.values[field.key]
    if (typeof value !== 'string' || value === '') continue
    const code = currencyOf(field, row)
    byCurrency.set(code, [...(byCurrency.get(code) ?? []), value])
  }
  return [...byCurrency].map(([code, values]) => [code, sumDecimals(values)])
}

export function Sums({ field, rows }: { field: FieldMeta; rows: Row[] }) {
  const f = useFormat()
  return sums(field, rows)
    .map(([code, sum]) => f.money(sum, code, true))
    .join(' · ')
}

interface FootProps {
  count: Counted | undefined
  rows: Row[]
  money: FieldMeta | undefined
}

/** How many there are, how many of them are here, and their sum. */
export function Foot({ count, rows, money }: FootProps) {
  const { t } = useTranslation()
  if (rows.length === 0) return null
  const total = count
    ? count.exact
      ? t('list.total', { count: count.count })
      : t('list.totalMore', { count: count.count })
    : ''
  const partly = count ? count.count > rows.length || !count.exact : false
  return (
    <div className={classes.foot}>
      <span>
        {total}
        {partly && `, ${t('list.loaded', { count: rows.length })}`}
      </span>
      {money && (
        <span className={classes.footRight}>
          {partly ? t('list.sumOf', { count: rows.length }) : t('list.sum')}{' '}
          <b>
            <Sums field={money} rows={rows} />
          </b>
        </span>
      )}
    </div>
  )
}
