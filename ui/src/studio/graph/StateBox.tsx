import { VisuallyHidden } from '@mantine/core'
import IconClock from '@tabler/icons-react/dist/esm/icons/IconClock.mjs'
import IconLock from '@tabler/icons-react/dist/esm/icons/IconLock.mjs'
import { Handle, Position } from '@xyflow/react'
import { useMemo } from 'react'
import { useTranslation } from '../../i18n'
import { PhaseGlyph } from '../../parts'
import { Badge } from './Badge'
import { isChosen, useBoard } from './board'
import { ConnectMenu } from './ConnectMenu'
import { clocksIn, locksIn } from './facts'
import css from './graph.module.css'
import { useHand } from './hand'
import { LoopBadge } from './LoopBadge'
import { stateOf } from './life'
import { NameBox } from './NameBox'

/** A state: its phase, title and key, how many records are in it, what is closed and what ticks there. */
export function StateBox({ id }: { id: string }) {
  const { t } = useTranslation()
  const board = useBoard()
  const hand = useHand()
  const { life, type, counts } = board
  const state = stateOf(life, id)
  const facts = useMemo(() => {
    if (!state) return null
    return { locks: locksIn(type.whole, life, state), clocks: clocksIn(type.whole, life, state) }
  }, [type, life, state])
  if (!state || !facts) return null
  const found = board.found('state', id)
  const initial = life.initial === id
  const count = counts ? (counts[id] ?? 0) : null
  const said = [
    initial && t('studioGraph.initial'),
    count !== null && t('studioGraph.records', { count }),
    found.errors > 0 && t('studio.problems.errors', { count: found.errors }),
    found.warnings > 0 && t('studio.problems.warnings', { count: found.warnings }),
  ]
  const { locks, clocks } = facts
  return (
    <div
      className={css.state}
      data-phase={state.phase}
      data-chosen={isChosen(board, 'state', id) || undefined}
      data-tone={found.errors ? 'bad' : undefined}
      data-loops={board.shape.loops[id] ? true : undefined}
    >
      <Handle type="target" position={Position.Top} className={css.catch} isConnectableStart={false} />
      <span className={css.strip}>
        <PhaseGlyph phase={state.phase} size={16} />
      </span>
      {hand.renaming === id ? (
        <NameBox state={state} />
      ) : (
        <button
          type="button"
          className={css.face}
          data-spot={id}
          tabIndex={hand.at === id ? 0 : -1}
          aria-pressed={isChosen(board, 'state', id)}
          title={state.title}
          onClick={event => (event.detail === 0 ? hand.open(id) : board.choose({ kind: 'state', key: id }))}
          onDoubleClick={() => hand.rename(id)}
        >
          <span className={css.title}>
            {state.title}
            <VisuallyHidden>{said.filter(Boolean).map(text => `, ${text}`)}</VisuallyHidden>
          </span>
          <span className={css.count} aria-hidden>
            {count === null ? '' : count || '—'}
          </span>
          <span className={css.key} aria-hidden>
            {id}
            {initial && <span className={css.initial}> · {t('studioGraph.initial')}</span>}
          </span>
          <span className={css.facts} aria-hidden>
            {locks.closed > 0 && (
              <span title={t('studioGraph.legend.locks')}>
                <IconLock size={12} stroke={1.8} aria-hidden />
                {locks.all ? t('studioGraph.allLocked') : locks.closed}
              </span>
            )}
            {clocks.length > 0 && (
              <span title={t('studioGraph.legend.clocks')}>
                <IconClock size={12} stroke={1.8} aria-hidden />
                {clocks.length}
              </span>
            )}
          </span>
        </button>
      )}
      <Badge found={found} />
      <LoopBadge box={id} />
      <ConnectMenu box={id} />
      <Handle type="source" position={Position.Bottom} className={css.pull} title={t('studioGraph.pull')} />
    </div>
  )
}
