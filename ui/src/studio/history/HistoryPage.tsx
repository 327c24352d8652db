import { Button, Modal } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { api } from '../../api/client'
import { errorText } from '../../api/fault'
import { useTranslation } from '../../i18n'
import { useFormat } from '../../i18n/locale'
import { ErrorState, SkeletonRows, Tag } from '../../parts'
import type { Author } from '../draft/types'
import { DifferenceList } from '../publish/Changes'
import type { Difference } from '../publish/types'
import css from '../sections/sections.module.css'
import { useStudio } from '../shell/context'
import { MovedRecords } from './MovedRecords'
import { useRestore } from './useRestore'

interface Revision {
  revision: number
  hash: string
  at: string
  author: Author // null: the operator, or the program
  note: string
}

/** What has been published, newest first, and the way back. */
export function HistoryPage() {
  const { t } = useTranslation()
  const { live } = useStudio()
  const [open, setOpen] = useState<number | null>(null)
  const { data, error, refetch } = useQuery({
    queryKey: ['studio', 'revisions', live.revision],
    queryFn: () => api.get<{ items: Revision[] }>('/config/revisions'),
  })
  if (error) return <ErrorState error={error} onRetry={() => void refetch()} />
  if (!data) return <SkeletonRows rows={8} height={44} />
  return (
    <div className={css.wide}>
      <MovedRecords />
      <h2 className={css.title}>{t('studio.history.title')}</h2>
      <ul className={css.rows}>
        {data.items.map((one, at) => (
          <RevisionRow
            key={one.revision}
            one={one}
            before={data.items[at + 1]?.revision}
            live={one.revision === live.revision}
            open={open === one.revision}
            onToggle={() => setOpen(open === one.revision ? null : one.revision)}
          />
        ))}
      </ul>
    </div>
  )
}

interface RowProps {
  one: Revision
  before: number | undefined
  live: boolean
  open: boolean
  onToggle: () => void
}

function RevisionRow({ one, before, live, open, onToggle }: RowProps) {
  const { t } = useTranslation()
  const f = useFormat()
  const [asking, setAsking] = useState(false)
  const restore = useRestore()
  return (
    <li>
      <div className={css.line} data-current={live || undefined}>
        <button type="button" className={css.plain} aria-expanded={open} onClick={onToggle}>
          <b>{t('studio.history.version', { revision: one.revision })}</b>
          <span>{one.note}</span>
        </button>
        {live && <Tag>{t('studio.history.live')}</Tag>}
        <span className={css.note}>
          {one.author?.name ?? t('studio.trouble.operator')} · {f.instant(one.at)}
        </span>
        {!live && (
          <Button size="xs" variant="default" onClick={() => setAsking(true)}>
            {t('studio.history.restore')}
          </Button>
        )}
      </div>
      {open && before !== undefined && <RevisionDiff revision={one.revision} from={before} />}
      {asking && (
        <Modal
          opened
          onClose={() => setAsking(false)}
          title={t('studio.history.restoreAsk', { revision: one.revision })}
        >
          <div className={css.form}>
            <p className={css.note}>{t('studio.history.restoreBody')}</p>
            <Button loading={restore.isPending} onClick={() => restore.mutate(one.revision)}>
              {t('studio.history.restoreDo')}
            </Button>
          </div>
        </Modal>
      )}
    </li>
  )
}

function RevisionDiff({ revision, from }: { revision: number; from: number }) {
  const { t } = useTranslation()
  const { data, error } = useQuery({
    queryKey: ['studio', 'diff', from, revision],
    queryFn: () => api.get<{ differences: Difference[] }>(`/config/revisions/${revision}/diff`, { from }),
    staleTime: Number.POSITIVE_INFINITY,
  })
  if (error) return <p className={css.note}>{errorText(error, t)}</p>
  if (!data) return <SkeletonRows rows={2} height={24} />
  return (
    <div className={css.inner}>
      {data.differences.length === 0 && <p className={css.note}>{t('studio.history.same')}</p>}
      <DifferenceList list={data.differences} />
    </div>
  )
}
