import { Button } from '@mantine/core'
import IconUpload from '@tabler/icons-react/dist/esm/icons/IconUpload.mjs'
import { lazy, Suspense, useState } from 'react'
import type { TypeMeta } from '../api/types'
import { useTranslation, withWords } from '../i18n'
import { EmptyState } from '../parts'

const ImportDialog = lazy(withWords(() => import('./ImportDialog'), 'import'))

/** Nothing was ever here, and nobody writes it by hand: a file of another program brings it. */
export default function FirstFile({ type }: { type: TypeMeta }) {
  const { t } = useTranslation()
  const [opened, setOpened] = useState(false)
  return (
    <EmptyState
      title={t('list.emptyTitle', { title: type.plural })}
      actions={
        type.importable && (
          <Button leftSection={<IconUpload size={16} aria-hidden />} onClick={() => setOpened(true)}>
            {t('exchange.intake')}
          </Button>
        )
      }
    >
      {t(type.importable ? 'exchange.intakeBody' : 'exchange.intakeReadOnly')}
      <Suspense>{opened && <ImportDialog type={type} onClose={() => setOpened(false)} />}</Suspense>
    </EmptyState>
  )
}
