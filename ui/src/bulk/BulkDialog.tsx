import { Button, Group, Modal, SegmentedControl, Textarea } from '@mantine/core'
import '@mantine/core/styles/FloatingIndicator.layer.css'
import '@mantine/core/styles/SegmentedControl.layer.css'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useRef, useState } from 'react'
import { api, newKey } from '../api/client'
import { errorText } from '../api/fault'
import { keys } from '../api/keys'
import type { BulkAnswer } from '../api/process'
import type { InboxItem } from '../api/types'
import { useTranslation } from '../i18n'
import { usePhone } from '../lib/screen'
import { SkeletonRows } from '../parts'
import css from './bulk.module.css'
import { groupsOf, hasVotes, together } from './groups'
import { Results } from './Results'

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
  const { t: common } = useTranslation()
  const phone = usePhone()
  const client = useQueryClient()
  const [verdict, setVerdict] = useState<Verdict>('approve')
  const [comment, setComment] = useState('')
  const [said, setSaid] = useState('') // what was tried last
  const [result, setResult] = useState<BulkAnswer | null>(null)
  const [busy, setBusy] = useState(false)
  const [failed, setFailed] = useState('')
  const key = useRef(newKey())
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

  async function go() {
    setBusy(true)
    setFailed('')
    try {
      const answer = await run(items, verdict, comment.trim(), false, key.current)
      setResult(answer)
      for (const queryKey of [keys.inbox(), keys.counts, keys.home]) void client.invalidateQueries({ queryKey })
    } catch (error) {
      setFailed(errorText(error, common))
    } finally {
      setBusy(false)
    }
  }

  return (
    <Modal
      opened
      onClose={() => onClose(result !== null)}
      title={t(result ? 'bulk.doneTitle' : 'bulk.title', { count: items.length })}
      fullScreen={phone}
      size={640}
      closeButtonProps={{ 'aria-label': common('common.close') }}
    >
      {hasVotes(items) && !result && (
        <SegmentedControl
          fullWidth
          value={verdict}
          onChange={value => {
            setVerdict(value as Verdict)
            key.current = newKey()
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
      <div className={css.body} role="status" aria-busy={dry.isFetching}>
        {shown ? (
          <Results answer={shown} lines={items} />
        ) : dry.isFetching ? (
          <SkeletonRows rows={Math.min(5, items.length)} />
        ) : (
          dry.error && <p className={css.failed}>{errorText(dry.error, common)}</p>
        )}
      </div>
      {failed && (
        <p role="alert" className={css.failed}>
          {failed} {t('bulk.again')}
        </p>
      )}
      <Group gap="sm" mt="md">
        {result ? (
          <Button onClick={() => onClose(true)} data-autofocus>
            {common('common.close')}
          </Button>
        ) : (
          <>
            <Button
              onClick={() => void go()}
              loading={busy}
              loaderProps={{ type: 'dots' }}
              disabled={!dry.data || dry.data.done === 0 || (asksReason && comment.trim() === '')}
            >
              {t(verdict === 'return' ? 'bulk.returnDo' : 'bulk.do', {
                count: dry.data?.done ?? items.length,
                total: items.length,
              })}
            </Button>
            <Button variant="default" onClick={() => onClose(false)}>
              {common('common.cancel')}
            </Button>
          </>
        )}
      </Group>
    </Modal>
  )
}
