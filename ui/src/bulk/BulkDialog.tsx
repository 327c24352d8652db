import { Button, SegmentedControl, Textarea } from '@mantine/core'
import '@mantine/core/styles/FloatingIndicator.layer.css'
import '@mantine/core/styles/SegmentedControl.layer.css'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { api } from '../api/client'
import { keys } from '../api/keys'
import type { BulkAnswer } from '../api/process'
import type { InboxItem } from '../api/types'
import { useTranslation } from '../i18n'
import { BulkFrame } from './BulkFrame'
import { groupsOf, hasVotes, together } from './groups'
import { useSend } from './useSend'

interface Props {
  items: InboxItem[]
  onClose: (isDone: boolean) => void
}

type Verdict = 'approve' | 'return'

async function run(items: InboxItem[], verdict: Verdict, comment: string, dry: boolean, key: string) {
  const answers: BulkAnswer[] = []
  for (const [i, group] of groupsOf(items, verdict).entries()) {
    const body = { type: group.type, ids: group.ids, ...group.asked, ...(comment && { comment }), dry_run: dry }
    answers.push(await api.post<BulkAnswer>('/bulk', body, dry ? {} : { key: `${key}-${i}` }))
  }
  return together(answers)
}

/** The same done with many: first what would come of it, record by record; then, on a press, done. */
export default function BulkDialog({ items, onClose }: Props) {
  const { t } = useTranslation()
  const { result, busy, failed, send, renew } = useSend([keys.inbox(), keys.counts, keys.home])
  const [verdict, setVerdict] = useState<Verdict>('approve')
  const [comment, setComment] = useState('')
  const [said, setSaid] = useState('') // what was tried last
  const ids = items.map(item => item.id)
  const dry = useQuery({
    queryKey: ['bulk', ids, verdict, said],
    queryFn: () => run(items, verdict, said, true, ''),
    staleTime: 0,
    gcTime: 0,
    retry: false,
    enabled: !result && (verdict === 'approve' || said !== ''),
  })
  const shown = result ?? dry.data
  const asksReason = verdict === 'return' && !result

  return (
    <BulkFrame
      title={t(result ? 'bulk.doneTitle' : 'bulk.title', { count: items.length })}
      lines={items}
      answer={shown}
      looking={dry.isFetching}
      error={dry.error}
      isDone={result !== null}
      failed={failed}
      onClose={onClose}
      buttons={
        !result && (
          <Button
            onClick={() => void send(key => run(items, verdict, comment.trim(), false, key))}
            loading={busy}
            loaderProps={{ type: 'dots' }}
            disabled={!dry.data || dry.data.done === 0 || (asksReason && comment.trim() === '')}
          >
            {t(verdict === 'return' ? 'bulk.returnDo' : 'bulk.do', {
              count: dry.data?.done ?? items.length,
              total: items.length,
            })}
          </Button>
        )
      }
    >
      {hasVotes(items) && (
        <SegmentedControl
          fullWidth
          value={verdict}
          onChange={value => {
            setVerdict(value as Verdict)
            renew()
          }}
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
