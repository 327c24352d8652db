import { Button } from '@mantine/core'
import { type ErrorComponentProps, Link, useRouter } from '@tanstack/react-router'
import { isFault } from '../api/fault'
import { useTranslation } from '../i18n'
import { EmptyState, ErrorState } from '../parts'

/** A screen that failed to load or broke while drawing. The shell stays. */
export function ScreenError({ error, reset }: ErrorComponentProps) {
  const { t } = useTranslation()
  const router = useRouter()
  if (isFault(error)) {
    const retry = () => {
      reset()
      void router.invalidate()
    }
    return <ErrorState error={error} onRetry={retry} />
  }
  return (
    <EmptyState
      title={t('error.crash')}
      tone="bad"
      actions={<Button onClick={() => window.location.reload()}>{t('error.reload')}</Button>}
    >
      {t('error.crashBody')}
    </EmptyState>
  )
}

export function NotFound() {
  const { t } = useTranslation()
  return (
    <main id="content">
      <EmptyState
        main
        title={t('error.missing')}
        actions={
          <Button component={Link} to="/" variant="default">
            {t('error.home')}
          </Button>
        }
      >
        {t('error.missingBody')}
      </EmptyState>
    </main>
  )
}
