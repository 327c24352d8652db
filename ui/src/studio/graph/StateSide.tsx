import { ActionIcon, Button } from '@mantine/core'
import IconDown from '@tabler/icons-react/dist/esm/icons/IconArrowDown.mjs'
import IconArrow from '@tabler/icons-react/dist/esm/icons/IconArrowRight.mjs'
import IconUp from '@tabler/icons-react/dist/esm/icons/IconArrowUp.mjs'
import IconPlay from '@tabler/icons-react/dist/esm/icons/IconPlayerPlay.mjs'
import { useNavigate, useParams } from '@tanstack/react-router'
import { useMemo } from 'react'
import { useTranslation } from '../../i18n'
import { StatusChip } from '../../parts'
import { Panel } from '../panel/Panel'
import { playFrom } from '../play/start'
import { liveDraft } from '../shell/remember'
import { useBoard } from './board'
import { placeOf } from './edits'
import { usesOfState } from './facts'
import { useHand } from './hand'
import { exitsOf, type State, stateOf } from './life'
import { Side } from './Side'
import { StepMarks } from './StepMarks'
import css from './side.module.css'
import { Uses } from './Uses'

interface Props {
  state: State
  onClose: (key: string) => void
  onRemove: () => void
}

/** A state: its phase, where it leads, and what holds while a record is in it. */
export function StateSide({ state, onClose, onRemove }: Props) {
  const { t } = useTranslation()
  const { type, life, choose, counts } = useBoard()
  const hand = useHand()
  const { draft = liveDraft } = useParams({ strict: false })
  const navigate = useNavigate()
  const uses = useMemo(() => usesOfState(type.whole, life, state), [type, life, state])
  const count = counts?.[state.key]
  const exits = exitsOf(life, state)
  const tool = (by: -1 | 1) => {
    const Icon = by < 0 ? IconUp : IconDown
    const label = t(by < 0 ? 'studioGraph.earlier' : 'studioGraph.later')
    return (
      <ActionIcon
        size="md"
        aria-label={label}
        title={label}
        disabled={!hand.actions.canMove(state.key, by)}
        onClick={() => hand.actions.move(state.key, by)}
      >
        <Icon size={16} stroke={1.8} />
      </ActionIcon>
    )
  }
  return (
    <Side
      kind="state"
      id={state.key}
      title={state.title}
      onClose={onClose}
      onRemove={onRemove}
      tools={
        <>
          {tool(-1)}
          {tool(1)}
        </>
      }
    >
      <div className={css.part}>
        <div className={css.ends}>
          <StatusChip phase={state.phase} title={state.title} />
          {count !== undefined && <span className={css.now}>{t('studioGraph.records', { count })}</span>}
        </div>
      </div>
      <div className={css.part}>
        <Panel decl="state" path={placeOf('state', state.key)} skip={['title']} />
      </div>
      <section className={css.part}>
        <h3 className={css.title}>{t('studioGraph.exits')}</h3>
        {exits.length === 0 && <p className={css.none}>{t('studioGraph.noExits')}</p>}
        <ul className={css.list}>
          {exits.map(step => (
            <li key={step.key}>
              <button type="button" className={css.row} onClick={() => choose({ kind: 'transition', key: step.key })}>
                <span className={css.rowText}>{step.title}</span>
                <StepMarks step={step} />
                <span className={css.rowTo}>{stateOf(life, step.to)?.title ?? t('studioGraph.stays')}</span>
              </button>
            </li>
          ))}
        </ul>
        <Button
          variant="subtle"
          size="xs"
          leftSection={<IconPlay size={14} stroke={1.8} aria-hidden />}
          onClick={() => {
            playFrom({ type: type.ref, state: state.key })
            void navigate({ to: '/studio/$draft/play', params: { draft } })
          }}
        >
          {t('studioGraph.playHere')}
        </Button>
        <Button
          variant="subtle"
          size="xs"
          leftSection={<IconArrow size={14} stroke={1.8} aria-hidden />}
          onClick={() => hand.connect(state.key)}
        >
          {t('studioGraph.stepFromHere')}
        </Button>
      </section>
      <Uses uses={uses} />
    </Side>
  )
}
