import { useTranslation } from '../../i18n'
import type { TypeFile } from '../doc/config'
import { useGo } from '../shell/useGo'
import css from './access.module.css'
import type { RuleAt } from './types'
import { useRule } from './useRule'

/** Leads to where a right is declared. */
export function RuleLink({ rule, type }: { rule: RuleAt; type: TypeFile }) {
  const { t } = useTranslation()
  const go = useGo()
  const said = useRule(type)(rule)
  const from = said.from ? t('studioAccess.from', { title: said.from }) : ''
  if (!rule.file || rule.what === 'author') return <span className={css.where}>{said.name}</span>
  return (
    <button type="button" className={css.link} onClick={() => go(rule.file ?? '', said.path)}>
      {said.name}
      {from && <span className={css.from}> {from}</span>}
    </button>
  )
}
