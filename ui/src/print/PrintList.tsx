import { useParams, useSearch } from '@tanstack/react-router'
import { useMeta, useType, useViews } from '../api/hooks'
import type { Refs, TypeMeta } from '../api/types'
import { useTranslation } from '../i18n'
import { useFormat } from '../i18n/locale'
import { columnsOf } from '../list/columns'
import { conditionText } from '../list/conditionText'
import { readListSearch } from '../list/search'
import { type ListView, paramsOf, viewOf } from '../list/view'
import { ErrorState, SkeletonRows } from '../parts'
import { Missing } from '../shell/Missing'
import { Paper } from './Paper'
import css from './print.module.css'
import { plainText } from './text'
import { mostRows, useWhole } from './useWhole'

/** A list as it goes on paper: its view, its conditions, its columns, and all of its rows. */
export function PrintList() {
  const { slug } = useParams({ from: '/staff/t/$slug/print' })
  const type = useType(slug)
  return type ? <Sheet type={type} /> : <Missing />
}

function Sheet({ type }: { type: TypeMeta }) {
  const { t } = useTranslation()
  const { locale } = useFormat()
  const meta = useMeta()
  const views = useViews()
  const search = readListSearch(useSearch({ from: '/staff/t/$slug/print' }))
  const view = viewOf(search, type, views.data ?? [])
  const whole = useWhole(type.slug, paramsOf(view, type, locale.zone))
  const columns = columnsOf(type, view.columns)
  const { rows = [], refs = {}, more = false } = whole.data ?? {}
  const words = { locale, meta, refs, yes: t('common.yes'), no: t('common.no') }
  return (
    <Paper
      title={type.plural}
      lines={useLines(type, view, refs)}
      back={`/t/${type.slug}${location.search}`}
      isReady={whole.isSuccess && !views.isPending}
    >
      {whole.error ? (
        <ErrorState error={whole.error} title={t('error.list')} onRetry={() => void whole.refetch()} />
      ) : whole.isPending ? (
        <SkeletonRows rows={14} />
      ) : (
        <>
          {more && <p role="alert">{t('print.cut', { count: mostRows })}</p>}
          {/* biome-ignore lint/a11y/noNoninteractiveTabindex: whoever has no mouse scrolls it by keys */}
          <section className={css.wide} tabIndex={0} aria-label={type.plural}>
            <table className={css.table}>
              <thead>
                <tr>
                  <th className={css.place} scope="col">
                    {t('print.place')}
                  </th>
                  {columns.map(({ field, right }) => (
                    <th key={field.key} scope="col" data-right={right || undefined}>
                      {field.title}
                    </th>
                  ))}
                </tr>
              </thead>
              <tbody>
                {rows.map((row, i) => (
                  <tr key={row.id}>
                    <td className={css.place}>{i + 1}</td>
                    {columns.map(({ field, right }) => (
                      <td key={field.key} data-right={right || undefined}>
                        {plainText(field, row, type, words)}
                      </td>
                    ))}
                  </tr>
                ))}
              </tbody>
            </table>
          </section>
          <p className={css.note}>{t('list.total', { count: rows.length })}</p>
        </>
      )}
    </Paper>
  )
}

/** Which part of all records it is: the view, each condition, the words that were looked for. */
function useLines(type: TypeMeta, view: ListView, refs: Refs): string[] {
  const { t } = useTranslation()
  const { locale } = useFormat()
  const meta = useMeta()
  const title = view.saved?.title ?? type.views.find(v => v.key === view.server)?.title
  const conditions = view.conditions.flatMap(condition => {
    const field = type.fields.find(f => f.key === condition[0])
    return field ? [`${field.title}: ${conditionText(condition, field, { t, locale, refs, meta })}`] : []
  })
  return [...(title ? [title] : []), ...conditions, ...(view.q ? [t('print.words', { words: view.q })] : [])]
}
