import { useMeta } from '../api/hooks'
import type { Refs } from '../api/types'
import { useTranslation } from '../i18n'
import { useLocale } from '../i18n/locale'
import { conditionText } from '../list/conditionText'
import { personOf } from '../record/people'
import type { StoredRule } from './standIn'

/** One rule of an absence in words: «Оплата счетов, Сумма: от 500 000 — Тимур Ким». */
export function RuleLine({ rule, refs }: { rule: StoredRule; refs: Refs }) {
  const { t } = useTranslation()
  const locale = useLocale()
  const meta = useMeta()
  const type = meta.types.find(x => x.slug === rule.type)
  const conditions = rule.conditions?.flatMap(condition => {
    const field = type?.fields.find(f => f.key === condition[0])
    return field ? [`${field.title}: ${conditionText(condition, field, { t, locale, refs, meta })}`] : []
  }) ?? [t('absence.ruleElsewhere')]
  const name = personOf(rule.substitute && `users/${rule.substitute}`, refs)?.title ?? ''
  return (
    <li>
      {[type?.plural ?? rule.type, ...conditions].join(', ')} — {name || t('common.gone')}
    </li>
  )
}
