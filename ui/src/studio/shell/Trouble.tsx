import { Button } from '@mantine/core'
import { useState } from 'react'
import { api } from '../../api/client'
import { useTranslation } from '../../i18n'
import type { Draft } from '../draft/types'
import { useDraft, useStudio } from './context'
import css from './trouble.module.css'

interface Parted {
  path: string
  base: string | null
  ours: string | null
  theirs: string | null
  places: string[]
}

/** What stands between a draft and its publication because others worked too: edits that parted, a configuration that moved on. */
export function Trouble() {
  const { conflicts, draft } = useStudio()
  if (conflicts.length > 0) return <Conflicts />
  return draft?.behind ? <Behind /> : null
}

function Conflicts() {
  const { t } = useTranslation()
  const store = useDraft()
  const { conflicts } = useStudio()
  return (
    <section className={css.strip} role="alert">
      <h2 className={css.title}>{t('studio.trouble.conflict')}</h2>
      <ul className={css.list}>
        {conflicts.map(c => (
          <li key={c.path} className={css.line}>
            <code>{c.path}</code>
            <span>
              {t('studio.trouble.by', { name: c.by?.name ?? t('studio.trouble.operator') })}
              {c.places.length > 0 && ` · ${c.places.join(', ')}`}
            </span>
            <Button size="xs" variant="default" onClick={() => void store.settle(c.path, true)}>
              {t('studio.trouble.mine')}
            </Button>
            <Button size="xs" variant="default" onClick={() => void store.settle(c.path, false)}>
              {t('studio.trouble.theirs')}
            </Button>
          </li>
        ))}
      </ul>
    </section>
  )
}

function Behind() {
  const { t } = useTranslation()
  const store = useDraft()
  const { draft } = useStudio()
  const [parted, setParted] = useState<Parted[]>([])
  const [chosen, setChosen] = useState<Record<string, string | null>>({})
  const [busy, setBusy] = useState(false)
  if (!draft) return null
  const rebase = async (resolve: Record<string, string | null>) => {
    setBusy(true)
    try {
      await store.flush()
      const answer = await api.post<{ draft: Draft; conflicts: Parted[] }>(`/config/drafts/${draft.id}/rebase`, {
        resolve,
      })
      setParted(answer.conflicts ?? [])
      if ((answer.conflicts ?? []).length === 0) store.take(answer.draft)
    } finally {
      setBusy(false)
    }
  }
  const left = parted.filter(p => !(p.path in chosen)).length
  return (
    <section className={css.strip} role="status">
      <h2 className={css.title}>{t('studio.trouble.behind')}</h2>
      <p className={css.text}>{t('studio.trouble.behindBody')}</p>
      <ul className={css.list}>
        {parted.map(p => (
          <li key={p.path} className={css.line}>
            <code>{p.path}</code>
            <span>{p.places.join(', ')}</span>
            {(['ours', 'theirs'] as const).map(side => (
              <Button
                key={side}
                size="xs"
                variant={p.path in chosen && chosen[p.path] === p[side] ? 'filled' : 'default'}
                onClick={() => setChosen(old => ({ ...old, [p.path]: p[side] }))}
              >
                {t(side === 'ours' ? 'studio.trouble.fromDraft' : 'studio.trouble.inForce')}
              </Button>
            ))}
          </li>
        ))}
      </ul>
      <Button size="xs" loading={busy} disabled={left > 0} onClick={() => void rebase(chosen)}>
        {t('studio.trouble.rebase')}
      </Button>
    </section>
  )
}
