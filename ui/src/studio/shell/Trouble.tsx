import { Button } from '@mantine/core'
import { useState } from 'react'
import { api } from '../../api/client'
import { useTranslation } from '../../i18n'
import type { Clash, Draft } from '../draft/types'
import { useDraft, useStudio } from './context'
import css from './trouble.module.css'

/** What stands between a draft and its publication because others worked too: edits that parted, a configuration that moved on. */
export function Trouble() {
  const { conflicts, draft } = useStudio()
  if (conflicts.length > 0) return <Conflicts />
  if (draft?.behind) return <Behind />
  return draft && draft.conflicts.length > 0 ? <Undecided clashes={draft.conflicts} /> : null
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

/** A pack was brought up to date, and both it and this installation had changed the same. */
function Undecided({ clashes }: { clashes: Clash[] }) {
  const { t } = useTranslation()
  const store = useDraft()
  return (
    <section className={css.strip} role="status">
      <h2 className={css.title}>{t('studio.trouble.undecided')}</h2>
      <ClashList
        clashes={clashes}
        sides={{ ours: t('studio.trouble.here'), theirs: t('studio.trouble.fromPack') }}
        onChoose={(path, text) => void store.decide(path, text)}
      />
    </section>
  )
}

/** The draft was begun under a configuration that is not in force any more. */
function Behind() {
  const { t } = useTranslation()
  const store = useDraft()
  const { draft } = useStudio()
  const [clashes, setClashes] = useState<Clash[]>([])
  const [chosen, setChosen] = useState<Record<string, string | null>>({})
  const [busy, setBusy] = useState(false)
  if (!draft) return null
  const rebase = async () => {
    setBusy(true)
    try {
      await store.flush()
      const answer = await api.post<{ draft: Draft; conflicts: Clash[] }>(`/config/drafts/${draft.id}/rebase`, {
        resolve: chosen,
      })
      setClashes(answer.conflicts)
      if (answer.conflicts.length === 0) await store.refresh()
    } finally {
      setBusy(false)
    }
  }
  const left = clashes.filter(c => !(c.path in chosen)).length
  return (
    <section className={css.strip} role="status">
      <h2 className={css.title}>{t('studio.trouble.behind')}</h2>
      <p className={css.text}>{t('studio.trouble.behindBody')}</p>
      <ClashList
        clashes={clashes}
        chosen={chosen}
        sides={{ ours: t('studio.trouble.fromDraft'), theirs: t('studio.trouble.inForce') }}
        onChoose={(path, text) => setChosen(old => ({ ...old, [path]: text }))}
      />
      <Button size="xs" loading={busy} disabled={left > 0} onClick={() => void rebase()}>
        {t('studio.trouble.rebase')}
      </Button>
    </section>
  )
}

interface ClashListProps {
  clashes: Clash[]
  chosen?: Record<string, string | null>
  sides: { ours: string; theirs: string }
  onChoose: (path: string, text: string | null) => void
}

function ClashList({ clashes, chosen = {}, sides, onChoose }: ClashListProps) {
  return (
    <ul className={css.list}>
      {clashes.map(c => (
        <li key={c.path} className={css.line}>
          <code>{c.path}</code>
          <span>{c.places.filter(Boolean).join(', ')}</span>
          {(['ours', 'theirs'] as const).map(side => (
            <Button
              key={side}
              size="xs"
              variant={c.path in chosen && chosen[c.path] === textOf(c, side) ? 'filled' : 'default'}
              onClick={() => onChoose(c.path, textOf(c, side))}
            >
              {sides[side]}
            </Button>
          ))}
        </li>
      ))}
    </ul>
  )
}

/** What could be brought together stays together, whichever side the rest is taken from. */
const textOf = (c: Clash, side: 'ours' | 'theirs'): string | null => (side === 'ours' ? (c.merged ?? c.ours) : c.theirs)
