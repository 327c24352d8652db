import { Button, NativeSelect } from '@mantine/core'
import { DateInput } from '@mantine/dates'
import '../fields/mantine'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { useCallback, useMemo, useState } from 'react'
import { useMeta } from '../api/hooks'
import type { Refs } from '../api/types'
import { useTranslation } from '../i18n'
import { dayOf } from '../i18n/format'
import { useLocale } from '../i18n/locale'
import type { Condition } from '../list/condition'
import { Filters } from '../list/Filters'
import { EmptyState } from '../parts'
import { Page } from '../shell/Page'
import { answers, common } from './ask'
import { type Period, type PeriodName, periodNames, periodOf } from './period'
import type { SummarySearch } from './search'
import css from './summary.module.css'
import { TypeFigures } from './TypeFigures'

/** Figures of every type that has some, over what the reader sees; each opens the list of exactly what it counts. */
export function SummaryPage() {
  const { t } = useTranslation()
  const { types, menu } = useMeta()
  const locale = useLocale()
  const navigate = useNavigate()
  const search = useSearch({ from: '/staff/summary' })
  const measured = useMemo(() => {
    const order = menu.flatMap(group => group.items.map(item => item.type))
    const place = (slug: string) => (order.indexOf(slug) + order.length + 1) % (order.length + 1) // strangers last
    return types.filter(type => type.metrics?.length).sort((a, b) => place(a.slug) - place(b.slug))
  }, [types, menu])
  const chosen = measured.filter(type => !search.type || type.slug === search.type)
  const conditions = search.f ?? []
  const [refs, setRefs] = useState<Refs>({})
  const [adding, setAdding] = useState(false)
  const [empty, setEmpty] = useState<ReadonlySet<string>>(new Set())
  const today = dayOf(locale.now, locale.zone)
  const [name, period] = asked(search.period, today)
  const over = common(chosen)
  const shown = chosen.filter(type => answers(type, conditions))
  const left = chosen.filter(type => !answers(type, conditions))
  const go = (patch: SummarySearch) =>
    void navigate({ to: '/summary', search: old => ({ ...old, ...patch }), replace: true })
  const addRefs = useCallback((more: Refs) => setRefs(old => ({ ...old, ...more })), [])
  const onEmpty = useCallback(
    (slug: string, is: boolean) =>
      setEmpty(old => {
        if (old.has(slug) === is) return old
        const next = new Set(old)
        if (is) next.add(slug)
        else next.delete(slug)
        return next
      }),
    [],
  )
  const nothing = shown.filter(type => empty.has(type.slug))
  const by = bys(chosen)
  return (
    <Page title={t('summary.title')} back="/">
      <div className={css.page}>
        <div className={css.tools}>
          <PeriodChoice name={name} period={period} today={today} onChange={p => go({ period: p })} />
          {measured.length > 1 && (
            <NativeSelect
              label={t('summary.type')}
              value={search.type ?? ''}
              onChange={e => go({ type: e.currentTarget.value || undefined })}
              data={[
                { value: '', label: t('summary.everything') },
                ...measured.map(type => ({ value: type.slug, label: type.plural })),
              ]}
            />
          )}
          {by.length > 0 && (
            <NativeSelect
              label={t('summary.by')}
              value={search.by ?? by[0]?.value ?? ''}
              onChange={e => go({ by: e.currentTarget.value })}
              data={[...by, { value: '-', label: t('summary.noBy') }]}
            />
          )}
          {over && (
            <div className={css.filters}>
              <Filters
                type={over}
                conditions={conditions}
                refs={refs}
                adding={adding}
                onAdding={setAdding}
                onChange={(f: Condition[]) => go({ f: f.length > 0 ? f : undefined })}
              />
            </div>
          )}
        </div>
        {measured.length === 0 && <EmptyState title={t('summary.empty')}>{t('summary.emptyBody')}</EmptyState>}
        {shown.map(type => (
          <TypeFigures
            key={type.slug}
            type={type}
            conditions={conditions}
            period={period}
            by={search.by ?? by[0]?.value ?? ''}
            onRefs={addRefs}
            onEmpty={onEmpty}
          />
        ))}
        {nothing.length > 0 && (
          <p className={css.aside}>{t('summary.nothing', { types: nothing.map(type => type.plural).join(', ') })}</p>
        )}
        {left.length > 0 && (
          <p className={css.aside}>{t('summary.noField', { types: left.map(type => type.plural).join(', ') })}</p>
        )}
      </div>
    </Page>
  )
}

/** Fields that some figure can be broken down by, those of the most figures first. */
function bys(types: ReturnType<typeof useMeta>['types']): { value: string; label: string }[] {
  const found = new Map<string, { label: string; times: number }>()
  for (const type of types) {
    for (const key of (type.metrics ?? []).flatMap(m => m.by ?? [])) {
      const known = found.get(key)
      if (known) known.times++
      else found.set(key, { label: type.fields.find(f => f.key === key)?.title ?? key, times: 1 })
    }
  }
  return [...found].sort(([, a], [, b]) => b.times - a.times).map(([value, { label }]) => ({ value, label }))
}

/** The period of the address: one that has a name, or "from..to". */
function asked(period: string | undefined, today: string): [PeriodName, Period | null] {
  const days = /^(\d{4}-\d\d-\d\d)\.\.(\d{4}-\d\d-\d\d)$/.exec(period ?? '')
  if (days) return ['own', { from: days[1] as string, to: days[2] as string }]
  const name = periodNames.find(p => p === period && p !== 'own') ?? 'all'
  return [name, periodOf(name, today)]
}

interface PeriodProps {
  name: PeriodName
  period: Period | null
  today: string
  onChange: (period: string | undefined) => void
}

function PeriodChoice({ name, period, today, onChange }: PeriodProps) {
  const { t } = useTranslation()
  const [from, setFrom] = useState<string | null>(period?.from ?? null)
  const [to, setTo] = useState<string | null>(period?.to ?? null)
  const [own, setOwn] = useState(name === 'own')
  return (
    <>
      <NativeSelect
        label={t('summary.period')}
        value={own ? 'own' : name}
        onChange={e => {
          const next = e.currentTarget.value as PeriodName
          setOwn(next === 'own')
          if (next !== 'own') return onChange(next === 'all' ? undefined : next)
          const days = period ?? periodOf('month', today)
          setFrom(days?.from ?? null)
          setTo(days?.to ?? null)
        }}
        data={periodNames.map(p => ({ value: p, label: t(`summary.periods.${p}`) }))}
      />
      {own && (
        <form
          className={css.days}
          onSubmit={e => {
            e.preventDefault()
            if (from && to) onChange(`${from}..${to}`)
          }}
        >
          <DateInput label={t('summary.from')} value={from} maxDate={to ?? undefined} onChange={setFrom} />
          <DateInput label={t('summary.to')} value={to} minDate={from ?? undefined} onChange={setTo} />
          <Button type="submit" variant="default" disabled={!from || !to}>
            {t('common.apply')}
          </Button>
        </form>
      )}
    </>
  )
}
