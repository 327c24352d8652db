import { Button } from '@mantine/core'
import IconLock from '@tabler/icons-react/dist/esm/icons/IconLock.mjs'
import { useNavigate } from '@tanstack/react-router'
import { useTranslation } from '../../i18n'
import { EmptyState } from '../../parts'

/** The Studio is for those who may change the configuration. */
export function NoRight() {
  const { t } = useTranslation()
  const navigate = useNavigate()
  return (
    <main>
      <EmptyState
        main
        title={t('studio.noRight')}
        icon={<IconLock size={26} stroke={1.5} />}
        actions={<Button onClick={() => void navigate({ to: '/' })}>{t('studio.toWork')}</Button>}
      >
        {t('studio.noRightBody')}
      </EmptyState>
    </main>
  )
}
