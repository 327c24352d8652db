import { Handle, Position } from '@xyflow/react'
import { useTranslation } from '../../i18n'
import { ConnectMenu } from './ConnectMenu'
import css from './graph.module.css'
import { useHand } from './hand'
import { LoopBadge } from './LoopBadge'
import { markWord } from './marks'
import type { Mark } from './shape'

/** Where records come from, a set of states, or the way back: not a state, but lines begin or end there. */
export function MarkBox({ id }: { id: string }) {
  const { t } = useTranslation()
  const hand = useHand()
  const mark = id as Mark
  const title = t(markWord[mark])
  return (
    <div className={mark === '@new' ? css.dot : css.mark}>
      {mark === '@previous' && (
        <Handle type="target" position={Position.Top} className={css.catch} isConnectableStart={false} />
      )}
      <button
        type="button"
        className={css.markFace}
        data-spot={id}
        tabIndex={hand.at === id ? 0 : -1}
        aria-label={title}
        title={title}
      >
        {mark !== '@new' && title}
      </button>
      <LoopBadge box={id} />
      {(mark === '@open' || mark === '@all') && (
        <>
          <ConnectMenu box={id} />
          <Handle type="source" position={Position.Bottom} className={css.pull} title={t('studioGraph.pull')} />
        </>
      )}
    </div>
  )
}
