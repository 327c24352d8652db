import { Button, Group, Modal, Textarea } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { type FormEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { FaultBody } from '../api/types'
import { useFaultText } from '../fields/fault_text'
import css from './record.module.css'

interface Props {
  fault: FaultBody
  busy: boolean
  onForce: (reason: string) => void
  onClose: () => void
}

/** Something like this is there already: look at it, go back, or say how this one differs and save. */
export function DuplicateDialog({ fault, busy, onForce, onClose }: Props) {
  const { t } = useTranslation()
  const faultText = useFaultText()
  const [reason, setReason] = useState('')
  const [missing, setMissing] = useState(false)
  const { type, id, record } = fault.params ?? {}
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (reason.trim() === '') return setMissing(true)
    onForce(reason.trim())
  }
  return (
    <Modal
      opened
      onClose={onClose}
      centered
      size={480}
      title={t('record.twinTitle')}
      closeButtonProps={{ 'aria-label': t('common.close') }}
    >
      <form onSubmit={submit} noValidate>
        <p>{faultText(fault)}</p>
        {typeof type === 'string' && typeof id === 'string' && (
          <p className={css.twin}>
            {t('record.twinIs')}{' '}
            <Link to="/t/$slug/$id" params={{ slug: type, id }} search={{}} target="_blank">
              {String(record || id)}
            </Link>
          </p>
        )}
        <Textarea
          mt="md"
          label={t('record.twinReason')}
          description={t('record.dialogReasonHint')}
          required
          autosize
          minRows={2}
          data-autofocus
          value={reason}
          error={missing && t('record.twinNeed')}
          onChange={e => {
            setReason(e.currentTarget.value)
            setMissing(false)
          }}
        />
        <Group gap="sm" mt="lg">
          <Button type="submit" loading={busy} loaderProps={{ type: 'dots' }}>
            {t('record.twinSave')}
          </Button>
          <Button variant="default" onClick={onClose}>
            {t('record.twinBack')}
          </Button>
        </Group>
      </form>
    </Modal>
  )
}
