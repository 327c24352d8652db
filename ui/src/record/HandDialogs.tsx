import type { TypeMeta } from '../api/types'
import type { WhyFix } from '../parts'
import { ConflictDialog } from './ConflictDialog'
import { DuplicateDialog } from './DuplicateDialog'
import { RefusalDialog } from './RefusalDialog'
import type { RecordHand } from './useRecord'

interface Props {
  type: TypeMeta
  hand: RecordHand
  onFix: (fix: WhyFix) => void
}

/** What a change may come to besides being done: a conflict, a likely duplicate, a refusal. */
export function HandDialogs({ type, hand, onFix }: Props) {
  return (
    <>
      {hand.clash && (
        <ConflictDialog
          {...hand.clash}
          fields={type.fields}
          onSettle={keep => void hand.settleClash(keep)}
          onClose={hand.dropClash}
        />
      )}
      {hand.twin && (
        <DuplicateDialog
          fault={hand.twin.fault}
          busy={hand.running !== null}
          onForce={reason => void hand.insist(reason)}
          onClose={hand.dropTwin}
        />
      )}
      {hand.refused && <RefusalDialog refused={hand.refused} onFix={onFix} onClose={hand.dropRefused} />}
    </>
  )
}
