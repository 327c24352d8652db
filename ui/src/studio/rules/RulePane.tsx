import { useRef, useState } from 'react'
import { useTranslation } from '../../i18n'
import { Tag } from '../../parts'
import { Expr } from '../code/Expr'
import { problemText } from '../problems/text'
import { useEdit, useProblems, useText } from '../shell/context'
import { CasesTable } from './CasesTable'
import { readCases } from './cases'
import { RuleTools } from './RuleTools'
import { RuleTry } from './RuleTry'
import css from './rules.module.css'
import { Signature } from './Signature'
import { useTypeNames } from './useTypeNames'

interface Props {
  pack: string
  rule: { key: string; file: string; cases: string }
  taken: string[]
  onOpen: (file: string) => void
}

/** One named rule: its text, what it is called with, its examples, and a trial on a record. */
export function RulePane({ pack, rule, taken, onOpen }: Props) {
  const { t } = useTranslation()
  const source = useText(rule.file)
  const edit = useEdit(rule.file)
  const problems = useProblems(rule.file)
  const cases = readCases(useText(rule.cases))
  const types = useTypeNames(pack)
  const again = useRef(() => {})
  const [open, setOpen] = useState(false)
  const text = source.replace(/\n$/, '')
  return (
    <>
      <article className={css.pane}>
        <header className={css.paneHead}>
          <div className={css.titleRow}>
            <h2 className={css.title}>{cases.title || rule.key}</h2>
            <Tag>{types.titleOf(cases.returns)}</Tag>
            <RuleTools pack={pack} rule={rule} taken={taken} onOpen={onOpen} />
          </div>
          <p className={css.where}>
            <code className={css.key}>
              {rule.key}({cases.args.map(a => a.name).join(', ')})
            </code>{' '}
            <button type="button" className={css.link} aria-expanded={open} onClick={() => setOpen(!open)}>
              {t(open ? 'studioRules.signature.hide' : 'studioRules.signature.show')}
            </button>
          </p>
        </header>
        {open && <Signature pack={pack} file={rule.cases} />}
        <div className={css.body}>
          <div>
            <Expr
              mode="expr"
              label={t('studioRules.named.text')}
              value={text}
              path={[]}
              invalid={problems.some(p => p.severity === 'error')}
              large
              onTry={() => again.current()}
              onChange={written => edit(() => `${written}\n`, 'text')}
            />
            {problems.map((p, at) => (
              <p key={at} className={css.problem} data-severity={p.severity}>
                {problemText(p)}
              </p>
            ))}
          </div>
        </div>
        <CasesTable rule={rule} />
      </article>
      <RuleTry
        pack={pack}
        rule={rule}
        args={cases.args}
        text={text}
        onReady={act => {
          again.current = act
        }}
      />
    </>
  )
}
