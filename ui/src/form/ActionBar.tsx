import { Button } from '@mantine/core'
import { useRouter } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import type { TypeMeta } from '../api/types'
import { useFormat } from '../i18n/locale'
import { Keycap } from '../parts'
import css from './form.module.css'
import type { DraftKeeper } from './useDraft'

interface Props {
  type: TypeMeta
  id?: string
  draft: DraftKeeper
  busy: boolean
  percent: number | null
  lacking: number
  onSend: () => void
}

/** Stays at the bottom: one filled button, the draft, the way back, and what is known about both. */
export function ActionBar({ type, id, draft, busy, percent, lacking, onSend }: Props) {
  const { t } = useTranslation()
  const router = useRouter()
  const back = () => {
    if (router.history.canGoBack()) router.history.back()
    else if (id) void router.navigate({ to: '/t/$slug/$id', params: { slug: type.slug, id } })
    else void router.navigate({ to: '/t/$slug', params: { slug: type.slug } })
  }
  return (
    <div className={css.bar}>
      <Button
        onClick={onSend}
        loading={busy}
        loaderProps={{ type: 'dots' }}
        rightSection={<Keycap on="fill">Ctrl ↵</Keycap>}
        className={css.send}
        aria-keyshortcuts="Control+Enter"
      >
        {t(id ? 'form.save' : 'form.create')}
      </Button>
      <Button variant="default" onClick={draft.keep} className={css.keep} aria-keyshortcuts="Control+S">
        {t('form.saveDraft')}
      </Button>
      <Button variant="subtle" color="gray" onClick={back} className={css.cancel}>
        {t('common.cancel')}
      </Button>
      <span className={css.barLeft} data-some={lacking > 0 || undefined}>
        {lacking > 0 ? t('form.leftCount', { count: lacking }) : ''}
      </span>
      <span className={css.said} role="status">
        {percent !== null && percent < 100 ? t('form.uploading', { percent }) : <Kept draft={draft} />}
      </span>
    </div>
  )
}

function Kept({ draft }: { draft: DraftKeeper }) {
  const { t } = useTranslation()
  const { time } = useFormat()
  if (draft.kept === false) return <>{t('form.draftFailed')}</>
  if (draft.kept === null) return null
  return (
    <>
      {t('form.draftSaved', { time: time(draft.kept) })}
      {draft.files > 0 && `. ${t('form.draftFiles', { count: draft.files })}`}
    </>
  )
}
