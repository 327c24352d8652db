import { Button, Select } from '@mantine/core'
import { lazy, Suspense, useEffect, useState } from 'react'
import { api } from '../../api/client'
import { errorText } from '../../api/fault'
import type { Card } from '../../api/types'
import { useTranslation, withWords } from '../../i18n'
import { useFormat } from '../../i18n/locale'
import { saveFile } from '../../lib/save'
import { EmptyState, SkeletonRows } from '../../parts'
import { readLife, stateOf } from '../graph/life'
import { useConfig, useStudio } from '../shell/context'
import { drive } from './drive'
import { PlayRecord } from './PlayRecord'
import css from './play.module.css'
import { Story } from './Story'
import { type Start, takeStart } from './start'
import { usePlay } from './usePlay'

const PlayForm = lazy(withWords(() => import('./PlayForm'), 'record'))
const waits = ['1h', '1wd', 'next'] as const

/** The draft played step by step as several people, with a clock of its own: nothing of it touches the office. */
export function PlayPage() {
  const { t } = useTranslation()
  const f = useFormat()
  const { problems } = useStudio()
  const play = usePlay()
  const [as, setAs] = useState<string | null>(null)
  const [type, setType] = useState<string | null>(null)
  const [record, setRecord] = useState<string | null>(null)
  const { seen } = play
  const [start, setStart] = useState<Start | null>(null)
  const [notThere, setNotThere] = useState('')
  const [making, setMaking] = useState(false)
  const config = useConfig()
  // biome-ignore lint/correctness/useExhaustiveDependencies: what was asked for is begun once
  useEffect(() => {
    const asked = takeStart()
    if (!asked) return
    setStart(asked)
    void begin(asked)
  }, [])
  /** Opens the play anew, and brings a record to where it was asked to begin. */
  async function begin(from = start) {
    setNotThere('')
    const opened = await play.open.mutateAsync(from?.seed ?? '').catch(() => null)
    if (!opened || !('play' in opened) || !from?.type || !from.state) return
    const of = config.type(from.type, '')
    if (!of) return
    setType(from.type)
    const life = readLife(of.whole)
    const there = await drive(from.type, from.state, life, {
      people: opened.people.map(p => p.id),
      step: step => play.step.mutateAsync({ ...step, play: opened.play }),
      card: (who, line) =>
        api.get<Card>(`/config/play/${opened.play}/as/${who}/card/${line.type}/${line.id}`).catch(() => null),
    }).catch(() => false)
    if (!there) setNotThere(stateOf(life, from.state)?.title ?? from.state)
  }
  const errors = (problems ?? []).filter(p => p.severity === 'error').length
  if (!seen) {
    return (
      <EmptyState
        title={t('studioPlay.title')}
        actions={
          <Button loading={play.open.isPending} disabled={errors > 0} onClick={() => void begin()}>
            {t('studioPlay.begin')}
          </Button>
        }
      >
        {errors > 0 ? t('studioPlay.broken') : t('studioPlay.lead')}
        {play.error && <p role="alert">{errorText(play.error, t)}</p>}
      </EmptyState>
    )
  }
  const who = seen.people.find(p => p.id === as)?.id ?? seen.people[0]?.id ?? ''
  const what = play.types.find(x => x.key === type)?.key ?? play.types[0]?.key ?? ''
  const lines = seen.records.filter(line => !line.stage || (start?.seed && line.state))
  const shown = seen.record?.name ?? record
  return (
    <div className={css.page}>
      <section className={css.side} aria-label={t('studioPlay.people')}>
        <h2 className={css.title}>{t('studioPlay.people')}</h2>
        <ul className={css.people}>
          {seen.people.map(p => (
            <li key={p.id}>
              <button type="button" className={css.person} aria-pressed={p.id === who} onClick={() => setAs(p.id)}>
                <b>{p.name}</b>
                <small>{[p.roles.join(', '), p.unit].filter(Boolean).join(' · ')}</small>
              </button>
            </li>
          ))}
        </ul>
        <h2 className={css.title}>{t('studioPlay.clock')}</h2>
        <p className={css.now}>{f.fullInstant(seen.now)}</p>
        {seen.next && <p className={css.note}>{t('studioPlay.next', { at: f.fullInstant(seen.next) })}</p>}
        <div className={css.row}>
          {waits.map(wait => (
            <Button
              key={wait}
              size="xs"
              variant="default"
              disabled={play.busy || (wait === 'next' && !seen.next)}
              onClick={() => play.step.mutate({ as: who, do: 'wait', wait })}
            >
              {t(`studioPlay.waits.${wait}`)}
            </Button>
          ))}
        </div>
      </section>
      <section className={css.main} aria-label={t('studioPlay.record')}>
        <div className={css.row}>
          <Select
            aria-label={t('studioPlay.type')}
            data={play.types.map(x => ({ value: x.key, label: x.title }))}
            value={what}
            searchable
            onChange={setType}
          />
          <Button
            loading={play.step.isPending}
            onClick={() => play.step.mutate({ as: who, do: 'create', type: what, fill: true })}
          >
            {t('studioPlay.create')}
          </Button>
          <Button variant="default" disabled={play.busy || making} onClick={() => setMaking(true)}>
            {t('studioPlay.form')}
          </Button>
          <Button variant="default" disabled={seen.steps === 0 || play.busy} onClick={() => play.back.mutate()}>
            {t('studioPlay.back')}
          </Button>
          <Button
            variant="default"
            disabled={seen.steps === 0 || play.busy}
            onClick={() => play.save.mutate(t('studioPlay.scenario'))}
          >
            {t('studioPlay.save')}
          </Button>
          <Button variant="subtle" disabled={play.busy} onClick={() => void begin()}>
            {t('studioPlay.again')}
          </Button>
        </div>
        {play.error && (
          <p className={css.bad} role="alert">
            {errorText(play.error, t)}
          </p>
        )}
        {seen.refused && (
          <p className={css.bad} role="alert">
            {seen.refused.message}
          </p>
        )}
        {notThere && (
          <p className={css.note} role="status">
            {t('studioPlay.notThere', { state: notThere })}
          </p>
        )}
        {play.script !== null && (
          <div className={css.script}>
            <pre>{play.script}</pre>
            <Button
              size="xs"
              variant="default"
              onClick={() => saveFile(new Blob([play.script ?? ''], { type: 'text/plain' }), 'play.txtar')}
            >
              {t('studio.shipped.download')}
            </Button>
          </div>
        )}
        {making && (
          <Suspense fallback={<SkeletonRows rows={5} height={44} />}>
            <PlayForm
              key={`${who}/${what}`}
              play={seen.play}
              who={who}
              slug={play.types.find(x => x.key === what)?.slug ?? ''}
              busy={play.busy}
              onSend={sent =>
                void play.step
                  .mutateAsync({ ...sent, as: who, do: 'create', type: what })
                  .then(answer => answer.ok && setMaking(false))
                  .catch(() => undefined)
              }
              onClose={() => setMaking(false)}
            />
          </Suspense>
        )}
        <PlayRecord
          key={`${who}/${shown}`}
          play={seen.play}
          who={who}
          line={lines.find(line => line.name === shown) ?? lines.at(-1)}
          steps={seen.steps}
          busy={play.busy}
          onStep={step =>
            play.step.mutateAsync({ ...step, as: who }).then(
              answer => answer.ok,
              () => false,
            )
          }
        />
        {lines.length > 1 && (
          <ul className={css.lines} aria-label={t('studioPlay.records')}>
            {lines.map(line => (
              <li key={line.name}>
                <Button size="xs" variant="subtle" onClick={() => setRecord(line.name)}>
                  {line.title || line.name} {line.state && `· ${line.state}`}
                </Button>
              </li>
            ))}
          </ul>
        )}
      </section>
      <Story chapters={play.story} />
    </div>
  )
}
