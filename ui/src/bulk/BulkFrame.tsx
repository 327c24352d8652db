import { Button, Group, Modal } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { type ReactNode, useState } from 'react'
import { errorText } from '../api/fault'
import type { BulkAnswer } from '../api/process'
import { useTranslation } from '../i18n'
import { usePhone } from '../lib/screen'
import { SkeletonRows } from '../parts'
import css from './bulk.module.css'
import { saveResults } from './download'
import { undoOf } from './job'
import { Progress } from './Progress'
import { type Numbers, Results } from './Results'
import type { Bulk } from './useBulk'

interface Props {
  title: string
  count: number // records that it is about
  numbers?: Numbers
  bulk: Bulk
  trial?: BulkAnswer // what would come of it
  looking?: { done: number; total: number } | false // that is being asked
  error?: unknown // and could not be told
  children?: ReactNode // what is to be done
  button?: ReactNode // does it
  onClose: (isDone: boolean) => void
}

/** The same done with many: what is to be done, what would come of it record by record, and then what has. */
export function BulkFrame({ title, count, numbers, bulk, trial, looking, error, children, button, onClose }: Props) {
  const { t } = useTranslation()
  const { isDone, isHalf, going, failed, soFar } = bulk
  const begun = isDone || isHalf || going
  const answer = begun ? soFar : trial
  const close = () => {
    bulk.stop()
    if (isHalf && !failed) bulk.drop()
    onClose(begun)
  }
  return (
    <Modal
      opened
      onClose={close}
      title={isDone ? t('bulk.doneTitle') : title}
      fullScreen={usePhone()}
      size={640}
      closeButtonProps={{ 'aria-label': t('common.close') }}
    >
      {!begun && children}
      {going && bulk.progress && <Progress label={t('bulk.going')} {...bulk.progress} />}
      {looking && looking.total > looking.done && looking.done > 0 && (
        <Progress label={t('bulk.looking')} {...looking} />
      )}
      <div className={css.body} role="status" aria-busy={Boolean(looking) || going}>
        {answer ? (
          <Results answer={answer} numbers={numbers} />
        ) : looking || going ? (
          <SkeletonRows rows={Math.min(5, count)} />
        ) : (
          Boolean(error) && <p className={css.failed}>{errorText(error, t)}</p>
        )}
      </div>
      {failed && (
        <p role="alert" className={css.failed}>
          {failed}
        </p>
      )}
      {failed && !isHalf && <p className={css.half}>{t('bulk.again')}</p>}
      {isHalf && bulk.progress && <p className={css.half}>{t(failed ? 'bulk.broken' : 'bulk.half', bulk.progress)}</p>}
      <Group gap="sm" mt="md">
        {begun ? <Begun bulk={bulk} onClose={close} /> : button}
        {answer && !going && <Save answer={answer} />}
        {!begun && (
          <Button variant="default" onClick={close}>
            {t('common.cancel')}
          </Button>
        )}
      </Group>
    </Modal>
  )
}

/** While it goes on it can be stopped; broken off it can go on; done it can be taken back, as far as that is possible. */
function Begun({ bulk, onClose }: { bulk: Bulk; onClose: () => void }) {
  const { t } = useTranslation()
  const [undone, setUndone] = useState(false)
  const back = bulk.isDone && !undone && bulk.soFar ? undoOf(bulk.soFar) : []
  const count = back.reduce((n, part) => n + (part.records?.length ?? 0), 0)
  if (bulk.going)
    return (
      <Button variant="default" onClick={bulk.stop}>
        {t('bulk.stop')}
      </Button>
    )
  return (
    <>
      {bulk.isHalf && <Button onClick={() => void bulk.goOn()}>{t('bulk.goOn')}</Button>}
      <Button variant={bulk.isHalf ? 'default' : 'filled'} onClick={onClose} data-autofocus>
        {t('common.close')}
      </Button>
      {count > 0 && (
        <Button
          variant="default"
          onClick={() => {
            setUndone(true)
            void bulk.send(back, t('bulk.undo', { count }))
          }}
        >
          {t('bulk.undo', { count })}
        </Button>
      )}
    </>
  )
}

function Save({ answer }: { answer: BulkAnswer }) {
  const { t } = useTranslation()
  const [busy, setBusy] = useState(false)
  async function save() {
    setBusy(true)
    try {
      await saveResults(answer)
    } catch (error) {
      notifications.show({ color: 'red', message: errorText(error, t) })
    } finally {
      setBusy(false)
    }
  }
  return (
    <Button variant="subtle" loading={busy} loaderProps={{ type: 'dots' }} onClick={() => void save()}>
      {t('bulk.save')}
    </Button>
  )
}
