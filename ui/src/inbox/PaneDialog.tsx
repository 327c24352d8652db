import { useRef } from 'react'
import type { Action, Card, TypeMeta } from '../api/types'
import { RefusalDialog } from '../record/RefusalDialog'
import { TransitionDialog } from '../record/TransitionDialog'
import { useRecord } from '../record/useRecord'

interface Props {
  type: TypeMeta
  card: Card
  action: Action
  onClose: () => void
  onDone: () => void
}

/** Asks for the reason and the fields of a decision without leaving the queue. */
export default function PaneDialog({ type, card, action, onClose, onDone }: Props) {
  const hand = useRecord(type, card)
  const done = useRef(false)
  const refused = useRef(false)
  if (hand.refused) return <RefusalDialog refused={hand.refused} onFix={onClose} onClose={onClose} />
  return (
    <TransitionDialog
      type={type}
      card={card}
      action={action}
      busy={hand.running !== null}
      onRun={async (...args) => {
        const outcome = await hand.run(...args)
        done.current = outcome.ok
        // Refused as a whole: the reasons stand in a dialog of their own.
        refused.current = !outcome.ok && outcome.faults.length === 0
        return outcome
      }}
      onClose={() => (done.current ? onDone() : !refused.current && onClose())}
    />
  )
}
