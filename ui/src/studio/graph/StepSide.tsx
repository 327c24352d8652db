import IconArrow from '@tabler/icons-react/dist/esm/icons/IconArrowRight.mjs'
import { useTranslation } from '../../i18n'
import { StatusChip, Tag } from '../../parts'
import { Panel } from '../panel/Panel'
import { peopleSaid } from '../parts/said'
import { useConfig } from '../shell/context'
import { useBoard } from './board'
import { placeOf } from './edits'
import { usesOfStep } from './facts'
import { type Step, stateOf } from './life'
import { Side } from './Side'
import css from './side.module.css'
import { Taken } from './Taken'
import { Uses } from './Uses'

interface Props {
  step: Step
  onClose: (key: string) => void
  onRemove: () => void
}

/** A transition: between which states, who, under which conditions, what follows. */
export function StepSide({ step, onClose, onRemove }: Props) {
  const { t } = useTranslation()
  const { type } = useBoard()
  return (
    <Side kind="transition" id={step.key} title={step.title} onClose={onClose} onRemove={onRemove}>
      <div className={css.part}>
        <div className={css.ends}>
          {step.from.map(name => (
            <End key={name} name={name} />
          ))}
          <IconArrow size={15} stroke={1.8} aria-label={t('studioGraph.to')} />
          <End name={step.to} />
        </div>
        <Who step={step} />
        <Taken step={step.key} />
      </div>
      <div className={css.part}>
        <Panel decl="transition" path={placeOf('transition', step.key)} skip={['title']} />
      </div>
      <Uses uses={usesOfStep(type.whole, step.key)} />
    </Side>
  )
}

function End({ name }: { name: string }) {
  const { t } = useTranslation()
  const { life, choose } = useBoard()
  const state = stateOf(life, name)
  if (!state) {
    const set = (['open', 'all', 'new', 'same', 'previous'] as const).find(s => `@${s}` === name)
    return <Tag>{set ? t(`studio.sets.${set}`) : name}</Tag>
  }
  return (
    <button type="button" className={css.end} onClick={() => choose({ kind: 'state', key: state.key })}>
      <StatusChip phase={state.phase} title={state.title} />
    </button>
  )
}

function Who({ step }: { step: Step }) {
  const { t } = useTranslation()
  const config = useConfig()
  const { type } = useBoard()
  const people = peopleSaid(step.who, config, type.pack, type, t)
  if (people.length === 0) return null
  return (
    <p className={css.who}>
      <span>{t(step.byItself ? 'studioGraph.who.engine' : 'studioGraph.who.press')}</span>
      {people.map(({ text, code }) => (code ? <code key={text}>{text}</code> : <b key={text}>{text}</b>))}
    </p>
  )
}
