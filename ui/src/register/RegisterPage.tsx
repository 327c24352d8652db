import { NativeSelect, SegmentedControl } from '@mantine/core'
import '@mantine/core/styles/FloatingIndicator.layer.css'
import '@mantine/core/styles/SegmentedControl.layer.css'
import { useNavigate, useParams, useSearch } from '@tanstack/react-router'
import { useMemo } from 'react'
import { useMeta } from '../api/hooks'
import type { Register } from '../api/process'
import { useTranslation } from '../i18n'
import { EmptyState, ErrorState, SkeletonRows } from '../parts'
import { Page } from '../shell/Page'
import { type Axis, axesOf, periodCandidates, periodOf } from './axes'
import { Contents } from './CellPanel'
import { heldCurrency, inCurrency } from './currency'
import { MatrixView } from './MatrixView'
import { Report } from './Report'
import css from './register.module.css'
import { useRegisters, useSums, type Where } from './useRegister'

export interface RegisterSearch {
  view?: string | undefined // report
  rows?: string | undefined
  cols?: string | undefined
  currency?: string | undefined // of a register that keeps several
  show?: string | undefined // a measure; "" the limit
  at?: string | undefined // the cell that is open
  of?: string | undefined
  norm?: string | undefined
  below?: string | undefined
}

/** Sums of a register by two axes of one's choice, and what has gone over or was left over. */
export function RegisterPage() {
  const { t } = useTranslation()
  const { slug } = useParams({ from: '/staff/registers/$slug' })
  const registers = useRegisters()
  const register = registers.data?.find(r => r.slug === slug)
  if (register) return <Loaded key={slug} register={register} />
  return (
    <Page title={t('register.title')} back="/">
      <div className={css.page}>
        {registers.error ? (
          <ErrorState error={registers.error} onRetry={() => void registers.refetch()} />
        ) : registers.data ? (
          <EmptyState title={t('register.unknown')}>{t('register.unknownBody')}</EmptyState>
        ) : (
          <SkeletonRows rows={8} />
        )}
      </div>
    </Page>
  )
}

function Loaded({ register: declared }: { register: Register }) {
  const { t } = useTranslation()
  const { types } = useMeta()
  const navigate = useNavigate()
  const search = useSearch({ from: '/staff/registers/$slug' }) as RegisterSearch
  const by = heldCurrency(declared)
  const currencies = useCurrencies(declared, by)
  const currency = currencies?.find(c => c === search.currency) ?? currencies?.[0] ?? ''
  const register = useMemo(() => inCurrency(declared, currency), [declared, currency])
  const where: Where = useMemo(() => (by && currency ? { [by]: currency } : {}), [by, currency])
  const axes = useMemo(() => axesOf(register, types).filter(a => a.name !== by), [register, types, by])
  const { rows, cols } = useAxes(register, axes, where, search)
  const lone = axes.length < 2 // nothing to lay out by two
  const go = (more: Partial<RegisterSearch>) =>
    void navigate({
      to: '/registers/$slug',
      params: { slug: register.slug },
      search: { ...search, ...more } as never,
      replace: true,
    })
  const options = (other: Axis | undefined) =>
    axes.filter(a => a.name !== other?.name).map(a => ({ value: a.name, label: a.title }))
  return (
    <Page title={register.title} back="/" hints={useHints()}>
      <div className={css.page}>
        {register.about && <p className={css.about}>{register.about}</p>}
        <div className={css.tools}>
          {!lone && (
            <SegmentedControl
              aria-label={t('register.view')}
              value={search.view === 'report' ? 'report' : 'matrix'}
              onChange={view => go({ view: view === 'report' ? view : undefined, at: undefined })}
              data={[
                { value: 'matrix', label: t('register.matrix') },
                { value: 'report', label: t('register.report') },
              ]}
            />
          )}
          {currencies && currencies.length > 0 && (
            <NativeSelect
              label={t('register.currency')}
              value={currency}
              onChange={e => go({ currency: e.currentTarget.value, at: undefined })}
              data={currencies}
            />
          )}
          {rows && !lone && (
            <NativeSelect
              label={t('register.rows')}
              value={rows.name}
              onChange={e => go({ rows: e.currentTarget.value, cols: cols?.name, at: undefined })}
              data={options(cols)}
            />
          )}
          {cols && !lone && (
            <NativeSelect
              label={t('register.columns')}
              value={cols.name}
              onChange={e => go({ cols: e.currentTarget.value, rows: rows?.name, at: undefined })}
              data={options(rows)}
            />
          )}
        </div>
        {by && !currencies ? (
          <SkeletonRows rows={8} />
        ) : currencies?.length === 0 ? (
          <EmptyState title={t('register.empty')}>{t('register.emptyBody')}</EmptyState>
        ) : lone ? (
          <Whole register={register} where={where} />
        ) : !rows || !cols ? (
          <SkeletonRows rows={8} />
        ) : search.view === 'report' ? (
          <Report register={register} rows={rows} cols={cols} where={where} search={search} onGo={go} />
        ) : (
          <MatrixView register={register} rows={rows} cols={cols} where={where} search={search} onGo={go} />
        )}
      </div>
    </Page>
  )
}

/** The currencies that a register holds something of; undefined while they are asked for, and where there is one. */
function useCurrencies(register: Register, by: string | undefined): string[] | undefined {
  const sums = useSums(register.slug, by ? [by] : [], {}, by !== undefined)
  if (!by) return undefined
  return sums.data?.lines.flatMap(line => (typeof line.by[0] === 'string' ? [line.by[0]] : []))
}

/** A register that cannot be laid out by two axes: its sums and what they are made of. */
function Whole({ register, where }: { register: Register; where: Where }) {
  const sums = useSums(register.slug, [], where)
  if (sums.error && !sums.data) return <ErrorState error={sums.error} onRetry={() => void sums.refetch()} />
  if (!sums.data) return <SkeletonRows rows={8} />
  return <Contents register={register} cell={{ measures: sums.data.totals }} query={where} />
}

/** What was chosen; else the period on top and the first thing that people fill in at the left. */
function useAxes(register: Register, axes: Axis[], where: Where, search: RegisterSearch): { rows?: Axis; cols?: Axis } {
  const named = (name: string | undefined) => axes.find(a => a.name === name)
  const candidates = periodCandidates(axes)
  const asks = !named(search.cols) && candidates.length > 0
  const probe = useSums(
    register.slug,
    candidates.map(a => a.name),
    where,
    asks,
  )
  if (asks && probe.isPending) return {}
  const period = probe.data ? periodOf(axes, probe.data.by, probe.data.lines) : undefined
  const chosenRows = named(search.rows)
  const cols =
    named(search.cols) ??
    (period !== chosenRows ? period : undefined) ??
    axes.find(a => a !== chosenRows && a !== axes[0])
  const rows = chosenRows ?? axes.find(a => a !== cols)
  return { ...(rows && { rows }), ...(cols && { cols }) }
}

function useHints() {
  const { t } = useTranslation()
  return [
    { caps: ['←', '↑', '↓', '→'], text: t('register.hintCells') },
    { caps: ['↵'], text: t('register.hintOpen') },
    { caps: ['Esc'], text: t('register.hintClose') },
  ]
}
