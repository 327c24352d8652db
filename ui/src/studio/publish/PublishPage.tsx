import { Button, Textarea } from '@mantine/core'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { lazy, Suspense, useEffect, useState } from 'react'
import { api, newKey } from '../../api/client'
import { errorText, faultText } from '../../api/fault'
import type { Why } from '../../api/types'
import { useTranslation } from '../../i18n'
import { notify } from '../../lib/notify'
import { ErrorState, SkeletonRows, WhyButton } from '../../parts'
import { useDraft, useStudio } from '../shell/context'
import { liveDraft } from '../shell/remember'
import { whyNot } from '../shell/Top'
import { Changes } from './Changes'
import { ImpactRows } from './ImpactRows'
import { undecided } from './moves'
import css from './publish.module.css'
import { Scenarios } from './Scenarios'
import type { Moves, Plan, Published } from './types'

const Preview = lazy(() => import('./Preview'))

/** What publishing the draft would do to the records that exist, what is left to decide, and the button. */
export function PublishPage() {
  const { t } = useTranslation()
  const store = useDraft()
  const state = useStudio()
  const { changes } = state
  const client = useQueryClient()
  const navigate = useNavigate()
  const [moves, setMoves] = useState<Moves>({})
  const [note, setNote] = useState('')
  const [busy, setBusy] = useState(false)
  const [key] = useState(newKey)
  useEffect(() => void store.flush(), [store])
  const plan = useQuery({
    queryKey: ['studio', 'plan', changes.files, moves],
    queryFn: () => api.post<Plan>('/config/plan', { files: changes.files, moves }),
    placeholderData: old => old,
  })
  const left = undecided(plan.data?.differences ?? [])
  const why = whyNotYet()

  function whyNotYet(): Why | null {
    const general = whyNot(state, t)
    if (general) return general
    const texts = left.map(d => d.consequence ?? d.text)
    const refused = plan.data?.refused
    if (texts.length === 0 && refused) texts.push(...(refused.fields ?? [refused]).map(f => faultText(f, t)))
    const denied = plan.data?.denied
    if (denied) texts.unshift(faultText(denied, t))
    if (texts.length === 0) return null
    return {
      failed: texts.map(text => ({ kind: 'rule', text, code: 'undecided' })),
      passed: [],
      who: plan.data?.who ?? [],
      whoMore: plan.data?.whoMore ?? 0,
      fix: [],
    }
  }

  async function publish() {
    setBusy(true)
    try {
      await store.flush()
      const { draft } = store.get()
      if (!draft) return
      const answer = await api.post<Published>(
        `/config/drafts/${draft.id}/publish`,
        { revision: draft.revision, note, moves },
        { key },
      )
      if (answer.revision === 0) {
        notify({ message: t('studio.publishing.refused'), color: 'red' })
        return
      }
      await client.invalidateQueries({ queryKey: ['studio'] })
      notify({ message: t('studio.publishing.done', { revision: answer.revision }), color: 'green' })
      await navigate({ to: '/studio/$draft/history', params: { draft: liveDraft } })
    } catch (error) {
      notify({ message: errorText(error, t), color: 'red' })
    } finally {
      setBusy(false)
    }
  }

  if (plan.error)
    return <ErrorState error={plan.error} title={t('studio.publishing.failed')} onRetry={() => void plan.refetch()} />
  if (!plan.data) return <SkeletonRows rows={6} height={56} />
  return (
    <div className={css.page}>
      <header className={css.head}>
        <h2 className={css.title}>{t('studio.publishing.title', { revision: state.live.revision + 1 })}</h2>
        <p className={css.lead}>
          {t('studio.publishing.touched', { count: plan.data.records_touched })} {t('studio.publishing.notYet')}
        </p>
      </header>
      {plan.data.denied && (
        <p className={css.denied} role="note">
          {t('studio.publishing.denied', { why: faultText(plan.data.denied, t) })}{' '}
          {plan.data.who.length > 0
            ? t('studio.publishing.able', { who: plan.data.who.map(p => p.title).join(', ') })
            : t('studio.publishing.nobody')}
          {plan.data.whoMore > 0 && ` ${t('studio.publishing.ableMore', { count: plan.data.whoMore })}`}
        </p>
      )}
      <div className={css.columns}>
        <div className={css.left}>
          <Changes plan={plan.data} />
          <Scenarios files={changes.files} />
        </div>
        <div className={css.right}>
          <ImpactRows plan={plan.data} moves={moves} onMoves={setMoves} />
          <Suspense>
            <Preview plan={plan.data} moves={moves} />
          </Suspense>
        </div>
      </div>
      <footer className={css.foot}>
        <Textarea
          className={css.note}
          aria-label={t('studio.publishing.note')}
          placeholder={t('studio.publishing.noteHint')}
          value={note}
          autosize
          minRows={1}
          maxRows={4}
          onChange={e => setNote(e.currentTarget.value)}
        />
        {why ? (
          <WhyButton
            label={
              left.length > 0 ? t('studio.publishing.left', { count: left.length }) : t('studio.publishing.button')
            }
            why={why}
          />
        ) : (
          <Button loading={busy} onClick={() => void publish()}>
            {t('studio.publishing.button')}
          </Button>
        )}
      </footer>
    </div>
  )
}
