import { ActionIcon } from '@mantine/core'
import IconCheck from '@tabler/icons-react/dist/esm/icons/IconCheck.mjs'
import IconPlus from '@tabler/icons-react/dist/esm/icons/IconPlus.mjs'
import { useRef } from 'react'
import { useTranslation } from '../../i18n'
import { text } from '../doc/config'
import { useConfig, useProblems } from '../shell/context'
import { walk } from './ConditionList'
import { readCases } from './cases'
import { countOf } from './results'
import css from './rules.module.css'
import { useResults } from './useResults'

interface Rule {
  key: string
  file: string
  cases: string
}

interface Props {
  rules: Rule[]
  chosen: string | undefined
  onChoose: (file: string) => void
  onAdd: () => void
}

/** Named rules with what they answer, and whether their examples hold. */
export function RuleList({ rules, chosen, onChoose, onAdd }: Props) {
  const { t } = useTranslation()
  const nav = useRef<HTMLElement>(null)
  return (
    <nav
      ref={nav}
      className={css.list}
      aria-label={t('studio.sections.rulesOf')}
      onKeyDown={event => walk(event, nav.current)}
    >
      <div className={css.listHead}>
        <h2 className={css.listTitle}>{t('studio.sections.rulesOf')}</h2>
        <ActionIcon aria-label={t('studioRules.named.add')} title={t('studioRules.named.add')} onClick={onAdd}>
          <IconPlus size={16} stroke={1.8} />
        </ActionIcon>
      </div>
      <ul className={css.rows}>
        {rules.map(rule => (
          <Line key={rule.key} rule={rule} current={rule.key === chosen} onOpen={() => onChoose(rule.file)} />
        ))}
      </ul>
    </nav>
  )
}

function Line({ rule, current, onOpen }: { rule: Rule; current: boolean; onOpen: () => void }) {
  const config = useConfig()
  const title = text(config.json(rule.cases).title) || rule.key
  const { args } = readCases(config.source(rule.cases) ?? '')
  return (
    <li>
      <button type="button" data-line className={css.line} aria-current={current || undefined} onClick={onOpen}>
        <span className={css.lineTop}>
          <b className={css.lineTitle}>{title}</b>
          <Marks rule={rule} />
        </span>
        <code className={css.lineSource}>
          {rule.key}({args.map(a => a.name).join(', ')})
        </code>
      </button>
    </li>
  )
}

function Marks({ rule }: { rule: Rule }) {
  const { t } = useTranslation()
  const results = useResults(rule.file, rule.cases)
  const errors = useProblems(rule.file).filter(p => p.severity === 'error').length
  const failed = countOf(results, 'failed') + errors
  if (failed > 0) {
    return (
      <span className={css.badge} data-severity="error">
        {failed}
        <span className="k-vh"> {t('studioRules.list.problems', { count: failed })}</span>
      </span>
    )
  }
  const passed = countOf(results, 'passed')
  if (passed < results.length) return null
  return (
    <span className={css.passed}>
      <IconCheck size={12} stroke={2} aria-hidden />
      {passed}
      <span className="k-vh"> {t('studioRules.cases.passedSay', { count: passed })}</span>
    </span>
  )
}
