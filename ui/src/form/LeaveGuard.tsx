import { Button, Group, Modal } from '@mantine/core'
import { useBlocker } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'

/** Asks before unsent work is left behind. */
export function LeaveGuard({ armed, files }: { armed: () => boolean; files: boolean }) {
  const { t } = useTranslation()
  const blocker = useBlocker({ shouldBlockFn: armed, enableBeforeUnload: armed, withResolver: true })
  return (
    <Modal
      opened={blocker.status === 'blocked'}
      onClose={() => blocker.reset?.()}
      title={t('form.leaveTitle')}
      closeButtonProps={{ 'aria-label': t('common.close') }}
      centered
    >
      <p>
        {t('form.leaveBody')} {files && t('form.leaveFiles')}
      </p>
      <Group gap="sm" mt="lg">
        <Button onClick={() => blocker.reset?.()} data-autofocus>
          {t('form.stay')}
        </Button>
        <Button variant="default" onClick={() => blocker.proceed?.()}>
          {t('form.leave')}
        </Button>
      </Group>
    </Modal>
  )
}
