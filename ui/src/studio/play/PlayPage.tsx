import { useTranslation } from '../../i18n'
import { EmptyState } from '../../parts'

/** The simulator. */
export function PlayPage() {
  const { t } = useTranslation()
  return <EmptyState title={t('studio.places.play')} />
}
