import { Button } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { errorText } from '../api/fault'
import type { TypeMeta } from '../api/types'
import { useTranslation } from '../i18n'
import { saveFile } from '../lib/save'
import { type Column, type Import, most, result } from './import'
import css from './import.module.css'

/** How many of each; what there is none of is left out. */
export function Counts({ of }: { of: [title: string, count: number, tone?: 'bad'][] }) {
  return (
    <dl className={css.counts}>
      {of
        .filter(([, count]) => count > 0)
        .map(([title, count, tone]) => (
          <div key={title} data-tone={tone}>
            <dt>{title}</dt>
            <dd>{count}</dd>
          </div>
        ))}
    </dl>
  )
}

interface ErrorsProps {
  type: TypeMeta
  job: Import
  columns: Column[]
}

/** Rows that are refused, with the cells at fault. */
export function Errors({ type, job, columns }: ErrorsProps) {
  const { t } = useTranslation()
  if (job.refused.length === 0) return null
  const cell = (column?: number, field?: string) =>
    (column === undefined ? '' : columns[column]?.title) || type.fields.find(f => f.key === field)?.title
  return (
    <section className={css.left}>
      <h3>{t('import.errors')}</h3>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, so the keyboard has to reach it */}
      <ul className={css.errors} tabIndex={0} aria-label={t('import.errors')}>
        {job.refused.map(r => (
          <li key={r.row}>
            <b>{t('import.row', { row: r.row })}</b>
            <div>
              {r.why.map(w => {
                const title = cell(w.column, w.field)
                return (
                  <p key={`${w.field}${w.text}`}>
                    {title && <span>{title}: </span>}
                    {w.text}
                  </p>
                )
              })}
            </div>
          </li>
        ))}
      </ul>
      {job.refused.length >= most.told && <p className={css.hint}>{t('import.first', { count: most.told })}</p>}
    </section>
  )
}

/** The sheet again, with the outcome of every row. */
export function Report({ job }: { job: Import }) {
  const { t } = useTranslation()
  const save = useMutation({
    mutationFn: () => result(job.id),
    onSuccess: ({ blob, name }) => saveFile(blob, name || 'import.xlsx'),
  })
  return (
    <div>
      <Button
        variant="default"
        size="compact-sm"
        loading={save.isPending}
        loaderProps={{ type: 'dots' }}
        onClick={() => save.mutate()}
      >
        {t('import.result')}
      </Button>
      {save.error && (
        <p role="alert" className={css.failed}>
          {errorText(save.error, t)}
        </p>
      )}
    </div>
  )
}
