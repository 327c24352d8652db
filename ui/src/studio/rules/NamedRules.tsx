import { useTranslation } from '../../i18n'
import { EmptyState } from '../../parts'
import { useConfig } from '../shell/context'
import type { SectionProps } from '../shell/sections'

/** Named rules of a pack. */
export default function NamedRules({ pack }: SectionProps) {
  const { t } = useTranslation()
  const rules = useConfig().rulesOf(pack)
  if (rules.length === 0) return <EmptyState title={t('studio.rulesOf.none')} />
  return (
    <ul>
      {rules.map(rule => (
        <li key={rule.key}>{rule.key}</li>
      ))}
    </ul>
  )
}
