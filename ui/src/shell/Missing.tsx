import { Button } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { useTranslation } from '../i18n'
import { EmptyState } from '../parts'
import { Page } from './Page'

/** An address that leads nowhere, with everything around it still in reach. */
export function Missing() {
  const { t } = useTranslation()
  return (
    <Page title={t('error.missing')} back="/" headline>
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
    </Page>
  )
}
