import { Button, SegmentedControl, Textarea } from '@mantine/core'
import '@mantine/core/styles/FloatingIndicator.layer.css'
import '@mantine/core/styles/SegmentedControl.layer.css'
import { useMemo, useState } from 'react'
import type { BulkAsked } from '../api/process'
import type { InboxItem } from '../api/types'
import { useTranslation } from '../i18n'
import { BulkFrame } from './BulkFrame'
import { groupsOf, hasVotes } from './groups'
import { portionsOf } from './job'
import { useBulk } from './useBulk'
import { useTrial } from './useTrial'

interface Props {
  items: InboxItem[]
  onClose: (isDone: boolean) => void
}

type Verdict = 'approve' | 'return'

const partsOf = (items: InboxItem[], verdict: Verdict, comment: string): BulkAsked[] =>
  groupsOf(items, verdict).flatMap(({ type, ids, asked }) =>
    portionsOf({ type, ids, ...asked, ...(comment && { comment }) }),
  )

/** The same done with many: first what would come of it, record by record; then, on a press, done. */
export default function BulkDialog({ items, onClose }: Props) {
  const { t } = useTranslation()
  const bulk = useBulk('inbox')
  const [verdict, setVerdict] = useState<Verdict>('approve')
  const [comment, setComment] = useState('')
  const [said, setSaid] = useState('') // what was tried last
  const asksReason = verdict === 'return'
  const parts = useMemo(() => partsOf(items, verdict, said), [items, verdict, said])
  const trial = useTrial(asksReason && said === '' ? null : parts)
  const numbers = useMemo(() => new Map(items.map(item => [item.id, item.number])), [items])
  return (
    <BulkFrame
      title={t('bulk.title', { count: items.length })}
      count={items.length}
      numbers={numbers}
      bulk={bulk}
      trial={trial.data}
      looking={trial.isFetching && trial.progress}
      error={trial.error}
      onClose={onClose}
      button={
        <Button
          onClick={() => void bulk.send(partsOf(items, verdict, comment.trim()), t(`bulk.${verdict}`))}
          disabled={!trial.data || trial.data.done === 0 || (asksReason && comment.trim() === '')}
        >
          {t(asksReason ? 'bulk.returnDo' : 'bulk.do', {
            count: trial.data?.done ?? items.length,
            total: items.length,
          })}
        </Button>
      }
    >
      {hasVotes(items) && (
        <SegmentedControl
          fullWidth
          value={verdict}
          onChange={value => setVerdict(value as Verdict)}
          data={[
            { value: 'approve', label: t('bulk.approve') },
            { value: 'return', label: t('bulk.return') },
          ]}
          aria-label={t('bulk.verdict')}
        />
      )}
      {asksReason && (
        <Textarea
          mt="sm"
          label={t('route.reason')}
          required
          autosize
          minRows={2}
          value={comment}
          onChange={e => setComment(e.currentTarget.value)}
          onBlur={() => setSaid(comment.trim())}
          description={t('bulk.reasonHint')}
        />
      )}
    </BulkFrame>
  )
}
