import { Button, Select } from '@mantine/core'
import { useInfiniteQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { api } from '../../api/client'
import { errorText } from '../../api/fault'
import { useMeta } from '../../api/hooks'
import { useTranslation } from '../../i18n'
import { useConfig, useStudio } from '../shell/context'
import { kept, saidValue, stateTitles, touchedTypes } from './preview'
import css from './publish.module.css'
import type { Moves, Plan, Previewed } from './types'

interface Page {
  items: Previewed[]
  next: string | null
}

/** What would become of each record of a type that the draft touches, one by one. Nothing is written. */
export default function Preview({ plan, moves }: { plan: Plan; moves: Moves }) {
  const { t } = useTranslation()
  const config = useConfig()
  const { changes } = useStudio()
  const { types } = useMeta()
  const touched = touchedTypes(plan, moves)
  const [chosen, setChosen] = useState<string | null>(null)
  const [asked, setAsked] = useState(false)
  const type = chosen ?? touched[0]
  const pages = useInfiniteQuery({
    queryKey: ['studio', 'preview', changes.files, moves, type],
    queryFn: ({ pageParam }) =>
      api.post<Page>('/config/preview', { files: changes.files, moves, type, after: pageParam }),
    initialPageParam: '',
    getNextPageParam: last => last.next,
    enabled: asked && type !== undefined,
    retry: false,
  })
  if (touched.length === 0) return null
  const meta = types.find(x => x.key === type)
  const titles = stateTitles(meta, type === undefined ? undefined : config.type(type, ''))
  const items = pages.data?.pages.flatMap(page => page.items) ?? []
  return (
    <section className={css.preview} aria-labelledby="publish-preview">
      <h3 className={css.sub} id="publish-preview">
        {t('studio.publishing.preview.title')}
      </h3>
      <div className={css.previewAsk}>
        <Select
          label={t('studio.publishing.preview.type')}
          data={touched.map(key => ({ value: key, label: config.type(key, '')?.title ?? key }))}
          value={type ?? null}
          allowDeselect={false}
          onChange={setChosen}
        />
        {!asked && (
          <Button variant="default" onClick={() => setAsked(true)}>
            {t('studio.publishing.preview.show')}
          </Button>
        )}
      </div>
      {pages.error && (
        <p className={css.stays} role="alert">
          {errorText(pages.error, t)}
        </p>
      )}
      {pages.isSuccess && (
        <p className={css.empty} role="status">
          {items.length === 0
            ? t('studio.publishing.preview.nothing')
            : t('studio.publishing.preview.count', {
                count: items.length,
                same: items.filter(kept).length,
                stay: items.filter(one => one.refused.length > 0).length,
              })}
        </p>
      )}
      <ul className={css.previews}>
        {items.map(one => (
          <li key={one.id}>
            <p className={css.previewHead}>
              {meta ? (
                <Link to="/t/$slug/$id" params={{ slug: meta.slug, id: one.id }} target="_blank">
                  {[one.number, one.title].filter(Boolean).join(' · ') || one.id}
                </Link>
              ) : (
                <b>{one.number || one.id}</b>
              )}
              {one.from !== one.to && (
                <span>
                  {titles(one.from)} → {titles(one.to)}
                </span>
              )}
              {kept(one) && <span>{t('studio.publishing.preview.same')}</span>}
            </p>
            {one.changes.length > 0 && (
              <ul className={css.becomes}>
                {one.changes.map(c => (
                  <li key={c.field}>
                    {c.title}: <del>{saidValue(c.old, t)}</del> → {saidValue(c.new, t)}
                  </li>
                ))}
              </ul>
            )}
            {one.refused.length > 0 && (
              <p className={css.stays}>{t('studio.publishing.preview.stays', { why: one.refused.join(' ') })}</p>
            )}
          </li>
        ))}
      </ul>
      {pages.hasNextPage && (
        <div className={css.previewAsk}>
          <Button variant="default" loading={pages.isFetchingNextPage} onClick={() => void pages.fetchNextPage()}>
            {t('studio.publishing.preview.more')}
          </Button>
        </div>
      )}
    </section>
  )
}
