import { Button, Textarea } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { lazy, Suspense, useState } from 'react'
import { api } from '../../api/client'
import { errorText } from '../../api/fault'
import type { Action, Card } from '../../api/types'
import { useTranslation, withWords } from '../../i18n'
import { SkeletonRows, StatusChip, WhyButton } from '../../parts'
import { askedFields } from '../../record/actions'
import css from './play.module.css'
import type { Line, Step } from './types'

const PlayForm = lazy(withWords(() => import('./PlayForm'), 'record'))

interface Props {
  play: string
  who: string
  line: Line | undefined
  steps: number
  busy: boolean
  onStep: (step: Omit<Step, 'as'>) => Promise<boolean> // whether it was done
}

/** A record of the play as the acting person sees it, and what they may do with it. */
export function PlayRecord({ play, who, line, steps, busy, onStep }: Props) {
  const { t } = useTranslation()
  const [comment, setComment] = useState('')
  const [asking, setAsking] = useState<Action | null>(null)
  const { data, error } = useQuery({
    queryKey: ['studio', 'play', play, steps, who, line?.type, line?.id],
    queryFn: () => api.get<Card>(`/config/play/${play}/as/${who}/card/${line?.type}/${line?.id}`),
    enabled: line !== undefined,
    retry: false,
    gcTime: 0,
  })
  if (!line) return <p className={css.note}>{t('studioPlay.nothing')}</p>
  return (
    <article className={css.card}>
      <h3 className={css.head}>
        {line.title || line.name}
        {line.phase && line.state && <StatusChip phase={line.phase} title={line.state} />}
      </h3>
      {error && <p className={css.note}>{errorText(error, t)}</p>}
      {data && (
        <>
          <Textarea
            label={t('studioPlay.comment')}
            value={comment}
            autosize
            onChange={e => setComment(e.currentTarget.value)}
          />
          <div className={css.row}>
            {data.actions.length === 0 && <p className={css.note}>{t('studioPlay.noActions')}</p>}
            {data.actions.map(action => (
              <Press
                key={`${action.key}/${action.vote?.verdict ?? ''}/${action.vote?.outcome ?? ''}`}
                action={action}
                busy={busy}
                onPress={() => {
                  if (askedFields(action).length > 0 || (action.asks.reason && !comment)) return setAsking(action)
                  void onStep({ ...stepOf(action, line.name), comment: comment || undefined })
                  setComment('')
                }}
              />
            ))}
          </div>
          {asking && (
            <Suspense fallback={<SkeletonRows rows={3} height={44} />}>
              <PlayForm
                key={`${who}/${line.name}/${asking.key}`}
                play={play}
                who={who}
                slug={line.type}
                card={data}
                action={asking}
                busy={busy}
                onSend={sent =>
                  void onStep({ ...stepOf(asking, line.name), ...sent }).then(done => done && setAsking(null))
                }
                onClose={() => setAsking(null)}
              />
            </Suspense>
          )}
        </>
      )}
    </article>
  )
}

function Press({ action, busy, onPress }: { action: Action; busy: boolean; onPress: () => void }) {
  if (!action.allowed && action.why) return <WhyButton label={action.title} why={action.why} />
  return (
    <Button variant={action.likely ? 'filled' : 'default'} disabled={busy} onClick={onPress}>
      {action.title}
    </Button>
  )
}

/** What pressing a button is in a play. */
export function stepOf({ key, vote }: Pick<Action, 'key' | 'vote'>, record: string): Omit<Step, 'as'> {
  if (!vote) return { do: 'transition', record, transition: key }
  return { do: 'vote', record, route: vote.route, step: vote.step, verdict: vote.outcome ?? vote.verdict }
}
