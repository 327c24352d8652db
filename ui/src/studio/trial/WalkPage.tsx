import { Button, NumberInput, Select } from '@mantine/core'
import { useState } from 'react'
import { errorText } from '../../api/fault'
import { useTranslation } from '../../i18n'
import { object } from '../doc/config'
import { useConfig, useStudio } from '../shell/context'
import { Running } from './Running'
import css from './trial.module.css'
import type { Walked } from './types'
import { useTrial } from './useTrial'
import { WalkAnswer } from './WalkAnswer'

const lengths = [300, 1000, 5000] as const
const within = 60 // seconds
const mostSeed = 1_000_000

/** Made-up people do at random what the draft lets them, until something happens that must not. */
export default function WalkPage() {
  const { t } = useTranslation()
  const config = useConfig()
  const { problems } = useStudio()
  const [type, setType] = useState<string | null>(null)
  const [steps, setSteps] = useState<string>(String(lengths[0]))
  const [seed, setSeed] = useState<number | string>(1)
  const trial = useTrial<{ type: string; steps: number; seed: number; within: number }, Walked>('/config/walk')
  const errors = (problems ?? []).filter(p => p.severity === 'error').length
  const types = config.allTypes().filter(x => object(x.whole.lifecycle).states && !x.own.abstract && !x.own.augments)
  const chosen = type ?? types[0]?.ref
  return (
    <div className={css.page}>
      <p className={css.lead}>{t('studioTrial.walk.lead')}</p>
      <form
        className={css.ask}
        onSubmit={e => {
          e.preventDefault()
          if (chosen && !trial.running)
            trial.run({ type: chosen, steps: Number(steps), seed: Number(seed) || 0, within })
        }}
      >
        <Select
          label={t('studioTrial.walk.type')}
          data={types.map(x => ({ value: x.ref, label: x.title }))}
          value={chosen ?? null}
          searchable
          allowDeselect={false}
          onChange={setType}
        />
        <Select
          label={t('studioTrial.walk.steps')}
          data={lengths.map(n => ({ value: String(n), label: t('studioTrial.walk.length', { count: n }) }))}
          value={steps}
          allowDeselect={false}
          onChange={value => value && setSteps(value)}
        />
        <NumberInput
          label={t('studioTrial.walk.seed')}
          value={seed}
          min={0}
          max={mostSeed}
          allowDecimal={false}
          onChange={setSeed}
        />
        <Button type="submit" disabled={!chosen || errors > 0 || trial.running}>
          {t('studioTrial.walk.run')}
        </Button>
        <Button
          variant="default"
          disabled={trial.running}
          onClick={() => setSeed(1 + Math.floor(Math.random() * mostSeed))}
        >
          {t('studioTrial.walk.another')}
        </Button>
      </form>
      <p className={css.note}>{t('studioTrial.walk.seedHint')}</p>
      {errors > 0 && <p className={css.warn}>{t('studioTrial.broken')}</p>}
      {trial.running && <Running text={t('studioTrial.walk.running')} within={within} onStop={trial.stop} />}
      {trial.error && (
        <p className={css.bad} role="alert">
          {errorText(trial.error, t)}
        </p>
      )}
      {trial.unsound && <p className={css.warn}>{t('studioTrial.broken')}</p>}
      {trial.old && <p className={css.warn}>{t('studioTrial.old')}</p>}
      {trial.answer && <WalkAnswer answer={trial.answer} type={chosen ? config.type(chosen, '') : undefined} />}
    </div>
  )
}
