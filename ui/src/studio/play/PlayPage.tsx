import { Button, Select } from '@mantine/core'
import { useState } from 'react'
import { errorText } from '../../api/fault'
import { useTranslation } from '../../i18n'
import { useFormat } from '../../i18n/locale'
import { saveFile } from '../../lib/save'
import { EmptyState } from '../../parts'
import { useStudio } from '../shell/context'
import { PlayRecord } from './PlayRecord'
import css from './play.module.css'
import { Story } from './Story'
import { usePlay } from './usePlay'

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
  const errors = (problems ?? []).filter(p => p.severity === 'error').length
  if (!seen) {
    return (
      <EmptyState
        title={t('studioPlay.title')}
        actions={
          <Button loading={play.open.isPending} disabled={errors > 0} onClick={() => play.open.mutate()}>
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
  const lines = seen.records.filter(line => !line.stage)
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
          <Button variant="subtle" disabled={play.busy} onClick={() => play.open.mutate()}>
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
        <PlayRecord
          play={seen.play}
          who={who}
          line={lines.find(line => line.name === shown) ?? lines.at(-1)}
          steps={seen.steps}
          busy={play.busy}
          onStep={step => play.step.mutate({ ...step, as: who, fill: true })}
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
