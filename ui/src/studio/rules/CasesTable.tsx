import { ActionIcon, Button, TextInput } from '@mantine/core'
import IconCheck from '@tabler/icons-react/dist/esm/icons/IconCheck.mjs'
import IconDash from '@tabler/icons-react/dist/esm/icons/IconMinus.mjs'
import IconPlus from '@tabler/icons-react/dist/esm/icons/IconPlus.mjs'
import IconRefresh from '@tabler/icons-react/dist/esm/icons/IconRefresh.mjs'
import IconX from '@tabler/icons-react/dist/esm/icons/IconX.mjs'
import { useEffect, useRef } from 'react'
import { useTranslation } from '../../i18n'
import { Tag } from '../../parts'
import { problemText } from '../problems/text'
import { useDraft, useEdit, useStudio, useText } from '../shell/context'
import { useFocus } from '../shell/focus'
import { CaseCell } from './CaseCell'
import { addCase, type Case, type Cases, kindOf, readCases, removeCase, setArg, setWant, setWord } from './cases'
import css from './cases.module.css'
import { countOf, type Result } from './results'
import { useResults } from './useResults'
import { useShown } from './useShown'

interface Props {
  rule: { file: string; cases: string }
}

/** The examples of a rule: what it is called with, what it must give, and what it gave. */
export function CasesTable({ rule }: Props) {
  const { t } = useTranslation()
  const store = useDraft()
  const { checking } = useStudio()
  const edit = useEdit(rule.cases)
  const cases = readCases(useText(rule.cases))
  const results = useResults(rule.file, rule.cases)
  const passed = countOf(results, 'passed')
  const failed = countOf(results, 'failed')
  const focus = useFocus(rule.cases)
  const aimed = focus?.[0] === 'cases' ? Number(focus[1]) : null
  return (
    <section className={css.cases} aria-labelledby="cases-title">
      <div className={css.head}>
        <h3 id="cases-title" className={css.title}>
          {t('studioRules.cases.title')}
        </h3>
        <span role="status" className={css.tags}>
          {passed > 0 && <Tag tone="ok">{t('studioRules.cases.passed', { count: passed })}</Tag>}
          {failed > 0 && <Tag tone="bad">{t('studioRules.cases.failed', { count: failed })}</Tag>}
        </span>
        <Button
          variant="default"
          size="xs"
          loading={checking}
          leftSection={<IconRefresh size={14} stroke={1.8} aria-hidden />}
          onClick={store.recheck}
        >
          {t('studioRules.cases.run')}
        </Button>
      </div>
      <div className={css.scroll} data-old={checking || undefined}>
        <table className={css.table}>
          <thead>
            <tr>
              <th scope="col" className={css.mark}>
                <span className="k-vh">{t('studioRules.cases.state')}</span>
              </th>
              <th scope="col">{t('studioRules.cases.case')}</th>
              {cases.args.map(arg => (
                <th key={arg.name} scope="col" title={arg.name}>
                  {arg.title || arg.name}
                </th>
              ))}
              <th scope="col" className={css.want}>
                {t('studioRules.cases.want')}
              </th>
              <th scope="col" className={css.got}>
                {t('studioRules.cases.got')}
              </th>
              <th scope="col" className={css.tools}>
                <span className="k-vh">{t('studioRules.cases.tools')}</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {cases.rows.map((row, at) => (
              <Row
                key={at}
                at={at}
                row={row}
                cases={cases}
                result={results[at]}
                aimed={aimed === at}
                onEdit={(turn, what) => edit(turn, `cases.${at}.${what}`)}
              />
            ))}
          </tbody>
        </table>
      </div>
      <Button
        variant="subtle"
        size="xs"
        leftSection={<IconPlus size={14} stroke={1.8} aria-hidden />}
        onClick={() => edit(addCase, 'cases add')}
      >
        {t('studioRules.cases.add')}
      </Button>
    </section>
  )
}

interface RowProps {
  at: number
  row: Case
  cases: Cases
  result: Result | undefined
  aimed: boolean
  onEdit: (turn: (text: string) => string, what: string) => void
}

function Row({ at, row, cases, result, aimed, onEdit }: RowProps) {
  const { t } = useTranslation()
  const shown = useShown()
  const here = useRef<HTMLTableRowElement>(null)
  useEffect(() => {
    if (aimed) here.current?.querySelector<HTMLElement>('input')?.focus()
  }, [aimed])
  const state = result?.state ?? 'unknown'
  const name = row.note || t('studioRules.cases.nth', { n: at + 1 })
  const said = result?.problems.filter(p => p.code !== 'case_failed' || p.params?.got === undefined) ?? []
  return (
    <>
      <tr ref={here} data-state={state} className={css.row}>
        <td className={css.mark}>
          <Mark state={state} />
        </td>
        <td className={css.note}>
          <TextInput
            size="xs"
            variant="unstyled"
            aria-label={t('studioRules.cases.noteOf', { n: at + 1 })}
            placeholder={t('studioRules.cases.noteHint')}
            value={row.note}
            onChange={e => {
              const next = e.currentTarget.value
              onEdit(text => setWord(text, at, 'note', next), 'note')
            }}
          />
        </td>
        {cases.args.map(arg => (
          <td key={arg.name} data-kind={kindOf(arg.type)}>
            <CaseCell
              label={t('studioRules.cases.cell', { title: arg.title || arg.name, name })}
              kind={kindOf(arg.type)}
              value={row.args[arg.name]}
              onChange={value => onEdit(text => setArg(text, at, arg.name, value), arg.name)}
            />
          </td>
        ))}
        <td className={css.want}>
          <CaseCell
            label={t('studioRules.cases.cell', { title: t('studioRules.cases.want'), name })}
            kind={kindOf(cases.returns)}
            value={row.want}
            onChange={value => onEdit(text => setWant(text, at, value), 'want')}
          />
        </td>
        <td className={css.got}>
          {state === 'failed' && shown(result?.got)}
          {state === 'passed' && shown(row.want)}
        </td>
        <td className={css.tools}>
          <ActionIcon
            size="sm"
            aria-label={t('studioRules.cases.remove', { name })}
            onClick={() => onEdit(text => removeCase(text, at), 'remove')}
          >
            <IconX size={14} stroke={1.8} />
          </ActionIcon>
        </td>
      </tr>
      {said.length > 0 && (
        <tr>
          <td />
          <td colSpan={cases.args.length + 4} className={css.said}>
            {said.map(problemText).join('. ')}
          </td>
        </tr>
      )}
    </>
  )
}

function Mark({ state }: { state: Result['state'] }) {
  const { t } = useTranslation()
  const Icon = { passed: IconCheck, failed: IconX, unknown: IconDash }[state]
  return (
    <>
      <Icon size={15} stroke={2} aria-hidden />
      <span className="k-vh">{t(`studioRules.cases.states.${state}`)}</span>
    </>
  )
}
