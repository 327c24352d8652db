import { Button, Group, Modal } from '@mantine/core'
import type { ReactNode } from 'react'
import { errorText } from '../api/fault'
import type { BulkAnswer } from '../api/process'
import { useTranslation } from '../i18n'
import { usePhone } from '../lib/screen'
import { SkeletonRows } from '../parts'
import css from './bulk.module.css'
import { type BulkLine, Results } from './Results'

interface Props {
  title: string
  lines: BulkLine[]
  answer: BulkAnswer | undefined // what would come of it, or what has
  looking: boolean // that is being asked
  error: unknown // and could not be told
  isDone: boolean
  failed: string // doing it was broken off
  children: ReactNode // what is to be done
  buttons: ReactNode
  onClose: (isDone: boolean) => void
}

/** The same done with many: what is to be done, what would come of it record by record, and then what has. */
export function BulkFrame({ title, lines, answer, looking, error, isDone, failed, children, buttons, onClose }: Props) {
  const { t } = useTranslation()
  return (
    <Modal
      opened
      onClose={() => onClose(isDone)}
      title={title}
      fullScreen={usePhone()}
      size={640}
      closeButtonProps={{ 'aria-label': t('common.close') }}
    >
      {!isDone && children}
      <div className={css.body} role="status" aria-busy={looking}>
        {answer ? (
          <Results answer={answer} lines={lines} />
        ) : looking ? (
          <SkeletonRows rows={Math.min(5, lines.length)} />
        ) : (
          error !== null && <p className={css.failed}>{errorText(error, t)}</p>
        )}
      </div>
      {failed && (
        <p role="alert" className={css.failed}>
          {failed} {t('bulk.again')}
        </p>
      )}
      <Group gap="sm" mt="md">
        {isDone && (
          <Button onClick={() => onClose(true)} data-autofocus>
            {t('common.close')}
          </Button>
        )}
        {buttons}
        {!isDone && (
          <Button variant="default" onClick={() => onClose(false)}>
            {t('common.cancel')}
          </Button>
        )}
      </Group>
    </Modal>
  )
}
