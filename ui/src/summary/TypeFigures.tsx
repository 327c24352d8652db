import { useQueries } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import type { TFunction } from 'i18next'
import { useCallback, useEffect, useMemo } from 'react'
import { api } from '../api/client'
import { useMeta } from '../api/hooks'
import { keys } from '../api/keys'
import { useWork, type WorkEvent } from '../api/realtime'
import type { FieldMeta, Figure, FigureGroup, MetricMeta, Metrics, Refs, TypeMeta } from '../api/types'
import { storedRef } from '../fields/lookup'
import { useTranslation } from '../i18n'
import { useFormat } from '../i18n/locale'
import { TypeIcon } from '../icons/Icon'
import type { Condition } from '../list/condition'
import { ErrorState, SkeletonRows } from '../parts'
import { type Ask, asksOf, groupCondition, paramsOf } from './ask'
import type { Period } from './period'
import css from './summary.module.css'

/** Groups of a figure that are drawn; the rest is one line. */
const drawn = 6

interface Props {
  type: TypeMeta
  conditions: Condition[]
  period: Period | null
  by: string
  onRefs: (refs: Refs) => void
  onEmpty: (slug: string, empty: boolean) => void
}

/** The figures of a type. */
export function TypeFigures({ type, conditions, period, by, onRefs, onEmpty }: Props) {
  const { t } = useTranslation()
  const { locale } = useFormat()
  const asks = useMemo(() => asksOf(type, conditions, period, by), [type, conditions, period, by])
  const answers = useQueries({
    queries: asks.map(ask => {
      const params = paramsOf(ask, type, locale.zone)
      return {
        queryKey: keys.metrics(type.slug, params),
        queryFn: ({ signal }: { signal: AbortSignal }) => api.get<Metrics>(`/metrics/${type.slug}`, params, signal),
        staleTime: 30_000,
      }
    }),
  })
  useChanges(type.slug, () => {
    for (const answer of answers) void answer.refetch()
  })
  const failed = answers.find(a => a.error)
  const ready = answers.every(a => a.data)
  const figures = Object.assign({}, ...answers.map(a => a.data?.metrics)) as Record<string, Figure>
  const empty = ready && Object.values(figures).every(f => f.count === 0 && f.exact)
  useEffect(() => onEmpty(type.slug, empty), [onEmpty, type.slug, empty])
  const named = answers.map(a => a.dataUpdatedAt).join()
  // biome-ignore lint/correctness/useExhaustiveDependencies: the answers are a new array each time
  useEffect(() => {
    for (const answer of answers) if (answer.data) onRefs(answer.data.refs)
  }, [named, onRefs])
  if (empty) return null
  return (
    <section className={css.type} aria-labelledby={`figures-${type.slug}`}>
      <h2 className={css.heading} id={`figures-${type.slug}`}>
        <TypeIcon name={type.icon} size={17} />
        {type.plural}
      </h2>
      {failed?.error ? (
        <ErrorState error={failed.error} onRetry={() => void failed.refetch()} />
      ) : !ready ? (
        <SkeletonRows rows={3} />
      ) : (
        <div className={css.tiles}>
          {(type.metrics ?? []).map(metric => {
            const at = asks.findIndex(ask => ask.metrics.includes(metric))
            const ask = asks[at]
            const figure = figures[metric.key]
            if (!ask || !figure) return null
            return (
              <Tile
                key={metric.key}
                type={type}
                metric={metric}
                figure={figure}
                ask={ask}
                refs={answers[at]?.data?.refs ?? {}}
                now={period !== null && !metric.at ? t('summary.now') : ''}
              />
            )
          })}
        </div>
      )}
    </section>
  )
}

/** What others change shows within a moment, however much they change at once. */
function useChanges(slug: string, again: () => void) {
  const onWork = useCallback(
    (event: WorkEvent) => {
      if (event.type === slug) again()
    },
    [slug, again],
  )
  useWork(onWork)
}

interface TileProps {
  type: TypeMeta
  metric: MetricMeta
  figure: Figure
  ask: Ask
  refs: Refs
  now: string
}

function Tile({ type, metric, figure, ask, refs, now }: TileProps) {
  const { t } = useTranslation()
  const say = useSaid(type, metric)
  const field = type.fields.find(f => f.key === ask.by)
  const groups = figure.groups ?? []
  const rest = groups.slice(drawn).reduce((sum, g) => sum + g.count, 0)
  return (
    <article className={css.tile}>
      <h3 className={css.name}>
        {metric.title}
        {now && <span className={css.now}>{now}</span>}
      </h3>
      <Link
        to="/t/$slug"
        params={{ slug: type.slug }}
        search={{ view: metric.view, f: ask.conditions }}
        className={css.value}
      >
        {say.main(figure)}
        <span className="k-vh"> {t('summary.open', { metric: metric.title })}</span>
      </Link>
      <p className={css.more} title={figure.exact ? undefined : t('summary.atLeast')}>
        {metric.share && figure.shared ? (
          <Link to="/t/$slug" params={{ slug: type.slug }} search={{ view: `${metric.view}.share`, f: ask.conditions }}>
            {say.aside(figure)}
            <span className="k-vh"> {t('summary.openShare', { metric: metric.title })}</span>
          </Link>
        ) : (
          say.aside(figure)
        )}
      </p>
      {field && groups.length > 0 && (groups.length > 1 || groups[0]?.value !== null) && (
        <ul className={css.groups}>
          {groups.slice(0, drawn).map(group => (
            <Group
              key={String(group.value)}
              {...{ type, metric, field, group, ask, refs }}
              length={lengthOf(group, groups)}
              said={say.short(group)}
            />
          ))}
          {rest > 0 && (
            <li className={css.rest}>
              <span>{t('summary.rest')}</span>
              <span>{rest}</span>
            </li>
          )}
        </ul>
      )}
    </article>
  )
}

/** What a bar stands for: the very value that is written beside it, where that is one number. */
const weightOf = (x: FigureGroup): number =>
  Number(x.share ?? x.number ?? (x.amounts?.length === 1 ? x.amounts[0]?.value : x.count))

/** A bar is as long as the share that it shows, or as its part of the longest. */
const lengthOf = (group: FigureGroup, all: FigureGroup[]): number =>
  group.share ? Number(group.share) : (Math.max(0, weightOf(group)) / Math.max(...all.map(weightOf), 1)) * 100

interface GroupProps {
  type: TypeMeta
  metric: MetricMeta
  field: FieldMeta
  group: FigureGroup
  ask: Ask
  refs: Refs
  length: number // of its bar, in per cent
  said: string
}

function Group({ type, metric, field, group, ask, refs, length, said }: GroupProps) {
  const { t } = useTranslation()
  const meta = useMeta()
  const title = titleOf(field, type, group.value, refs, t)
  const condition = groupCondition(field, stored(field, group.value, refs, meta))
  const inside = (
    <>
      <span className={css.groupName}>{title}</span>
      <span className={css.groupValue}>{said}</span>
      <span className={css.bar} style={{ inlineSize: `${Math.max(2, length)}%` }} aria-hidden />
    </>
  )
  return (
    <li>
      {condition ? (
        <Link
          to="/t/$slug"
          params={{ slug: type.slug }}
          search={{ view: metric.view, f: [...ask.conditions, condition] }}
          className={css.group}
        >
          {inside}
          <span className="k-vh"> {t('summary.openGroup', { metric: metric.title, group: title })}</span>
        </Link>
      ) : (
        <span className={css.group}>{inside}</span>
      )}
    </li>
  )
}

type Meta = ReturnType<typeof useMeta>

/** A group's value as conditions keep it. */
function stored(field: FieldMeta, value: FigureGroup['value'], refs: Refs, meta: Meta): string | boolean | null {
  if (typeof value !== 'string' || field.kind !== 'ref') return value
  const cut = value.lastIndexOf('/')
  return storedRef(field, refs[value] ?? { type: value.slice(0, cut), id: value.slice(cut + 1) }, meta)
}

function titleOf(field: FieldMeta, type: TypeMeta, value: FigureGroup['value'], refs: Refs, t: TFunction): string {
  if (value === null) return t('summary.noValue')
  if (typeof value === 'boolean') return t(value ? 'common.yes' : 'common.no')
  if (field.kind === 'ref') return refs[value]?.title || t('summary.noValue')
  return field.options?.find(o => o.key === value)?.title ?? type.states.find(s => s.key === value)?.title ?? value
}

/** How a figure is said. */
function useSaid(type: TypeMeta, metric: MetricMeta) {
  const { t } = useTranslation()
  const f = useFormat()
  const unit = type.fields.find(field => field.key === metric.of)?.unit
  const records = (x: Figure) => `${t('summary.records', { count: x.count })}${x.exact ? '' : '+'}`
  const folded = (x: Figure, short: boolean) =>
    x.amounts?.map(a => f.money(a.value, a.currency, short)).join(' · ') ||
    (x.number ? [f.decimal(x.number), unit].filter(Boolean).join(' ') : '—')
  const share = (x: Figure) => (x.share ? t('summary.percent', { value: f.decimal(x.share) }) : '—')
  return {
    main: (x: Figure) =>
      metric.share ? share(x) : metric.fold ? folded(x, false) : `${f.integer(x.count)}${x.exact ? '' : '+'}`,
    aside: (x: Figure) =>
      metric.share
        ? t('summary.of', { part: f.integer(x.shared ?? 0), whole: records(x) })
        : metric.fold
          ? records(x)
          : x.exact
            ? ''
            : t('summary.atLeast'),
    short: (x: Figure) => (metric.share ? share(x) : metric.fold ? folded(x, true) : f.integer(x.count)),
  }
}
