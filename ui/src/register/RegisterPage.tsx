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
import { MatrixView } from './MatrixView'
import { Report } from './Report'
import css from './register.module.css'
import { useRegisters, useSums } from './useRegister'

export interface RegisterSearch {
  view?: string | undefined // report
  rows?: string | undefined
  cols?: string | undefined
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

function Loaded({ register }: { register: Register }) {
  const { t } = useTranslation()
  const { types } = useMeta()
  const navigate = useNavigate()
  const search = useSearch({ from: '/staff/registers/$slug' }) as RegisterSearch
  const axes = useMemo(() => axesOf(register, types), [register, types])
  const { rows, cols } = useAxes(register, axes, search)
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
          <SegmentedControl
            aria-label={t('register.view')}
            value={search.view === 'report' ? 'report' : 'matrix'}
            onChange={view => go({ view: view === 'report' ? view : undefined, at: undefined })}
            data={[
              { value: 'matrix', label: t('register.matrix') },
              { value: 'report', label: t('register.report') },
            ]}
          />
          {rows && (
            <NativeSelect
              label={t('register.rows')}
              value={rows.name}
              onChange={e => go({ rows: e.currentTarget.value, cols: cols?.name, at: undefined })}
              data={options(cols)}
            />
          )}
          {cols && (
            <NativeSelect
              label={t('register.columns')}
              value={cols.name}
              onChange={e => go({ cols: e.currentTarget.value, rows: rows?.name, at: undefined })}
              data={options(rows)}
            />
          )}
        </div>
        {!rows || !cols ? (
          <SkeletonRows rows={8} />
        ) : search.view === 'report' ? (
          <Report register={register} rows={rows} cols={cols} search={search} onGo={go} />
        ) : (
          <MatrixView register={register} rows={rows} cols={cols} search={search} onGo={go} />
        )}
      </div>
    </Page>
  )
}

/** What was chosen; else the period on top and the first thing that people fill in at the left. */
function useAxes(register: Register, axes: Axis[], search: RegisterSearch): { rows?: Axis; cols?: Axis } {
  const named = (name: string | undefined) => axes.find(a => a.name === name)
  const candidates = periodCandidates(axes)
  const asks = !named(search.cols) && candidates.length > 0
  const probe = useSums(
    register.slug,
    candidates.map(a => a.name),
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
