import { Button } from '@mantine/core'
import IconCloudOff from '@tabler/icons-react/dist/esm/icons/IconCloudOff.mjs'
import IconLock from '@tabler/icons-react/dist/esm/icons/IconLock.mjs'
import IconRefreshAlert from '@tabler/icons-react/dist/esm/icons/IconRefreshAlert.mjs'
import { errorText, isFault, isNoAnswer } from '../api/fault'
import { useRestored } from '../app/keep'
import { useTranslation } from '../i18n'
import { EmptyState } from './EmptyState'

interface Props {
  error: unknown
  title?: string // what failed
  onRetry?: () => void
}

/** What failed, that the data is safe, and the way out. Nothing is told about what one may not see. */
export function ErrorState({ error, title, onRetry }: Props) {
  const { t } = useTranslation()
  const restored = useRestored()
  if (isFault(error) && error.body.kind === 'missing') {
    return (
      <EmptyState title={t('error.missing')} icon={<IconLock size={26} stroke={1.5} />}>
        {t('error.missingBody')}
      </EmptyState>
    )
  }
  if (isNoAnswer(error) && (restored || !navigator.onLine)) {
    return (
      <EmptyState
        title={t('error.offlineTitle')}
        tone="warn"
        icon={<IconCloudOff size={26} stroke={1.5} />}
        actions={
          onRetry && (
            <Button variant="default" onClick={onRetry}>
              {t('common.retry')}
            </Button>
          )
        }
      >
        {t('error.offlineBody')}
      </EmptyState>
    )
  }
  const code = isFault(error) ? `${error.status || 'NET'}-${error.body.code}` : 'UI'
  return (
    <EmptyState
      title={title ?? t('error.page')}
      tone="bad"
      icon={<IconRefreshAlert size={26} stroke={1.5} />}
      actions={
        <>
          {onRetry && <Button onClick={onRetry}>{t('common.retry')}</Button>}
          <Button variant="subtle" color="gray" onClick={() => navigator.clipboard?.writeText(code)}>
            {t('error.copyCode')}
          </Button>
        </>
      }
    >
      {errorText(error, t)}. {t('error.code', { code })}
    </EmptyState>
  )
}
