import { Button, Select } from '@mantine/core'
import { useState } from 'react'
import { errorText } from '../../api/fault'
import { useTranslation } from '../../i18n'
import { object } from '../doc/config'
import { useConfig, useStudio } from '../shell/context'
import { PastAnswer } from './PastAnswer'
import { Running } from './Running'
import css from './trial.module.css'
import type { Backtest } from './types'
import { useTrial } from './useTrial'

const spans = [1, 3, 6, 12, 24] as const
const within = 120 // seconds

/** What the draft would have made of the last months. Nothing is changed by it. */
export default function PastPage() {
  const { t } = useTranslation()
  const config = useConfig()
  const { changes, problems } = useStudio()
  const [months, setMonths] = useState('3')
  const [type, setType] = useState<string | null>(null)
  const trial = useTrial<{ months: number; type: string; within: number }, Backtest>('/config/backtest')
  const errors = (problems ?? []).filter(p => p.severity === 'error').length
  const types = config.allTypes().filter(x => object(x.whole.lifecycle).states && !x.own.abstract && !x.own.augments)
  return (
    <div className={css.page}>
      <p className={css.lead}>{t('studioTrial.past.lead')}</p>
      <form
        className={css.ask}
        onSubmit={e => {
          e.preventDefault()
          if (!trial.running) trial.run({ months: Number(months), type: type ?? '', within })
        }}
      >
        <Select
          label={t('studioTrial.past.months')}
          data={spans.map(n => ({ value: String(n), label: t('studioTrial.past.span', { count: n }) }))}
          value={months}
          allowDeselect={false}
          onChange={value => value && setMonths(value)}
        />
        <Select
          label={t('studioTrial.past.type')}
          placeholder={t('studioTrial.past.allTypes')}
          data={types.map(x => ({ value: x.ref, label: x.title }))}
          value={type}
          searchable
          clearable
          onChange={setType}
        />
        <Button type="submit" disabled={errors > 0 || trial.running}>
          {t('studioTrial.past.run')}
        </Button>
      </form>
      {errors > 0 && <p className={css.warn}>{t('studioTrial.broken')}</p>}
      {Object.keys(changes.files).length === 0 && <p className={css.note}>{t('studioTrial.past.noChanges')}</p>}
      {trial.running && <Running text={t('studioTrial.past.running')} within={within} onStop={trial.stop} />}
      {trial.error && (
        <p className={css.bad} role="alert">
          {errorText(trial.error, t)}
        </p>
      )}
      {trial.unsound && <p className={css.warn}>{t('studioTrial.broken')}</p>}
      {trial.old && <p className={css.warn}>{t('studioTrial.old')}</p>}
      {trial.answer && <PastAnswer answer={trial.answer} />}
    </div>
  )
}
