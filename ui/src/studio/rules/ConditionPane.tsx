import { useEffect, useRef } from 'react'
import { useTranslation } from '../../i18n'
import { Tag } from '../../parts'
import type { Issues } from '../code/ExprEditor'
import { useWords } from '../grammar/words'
import { ExprWord } from '../panel/ExprWord'
import { Panel } from '../panel/Panel'
import { isUnder, samePath, usePanelFile, usePlaced } from '../panel/place'
import { problemText } from '../problems/text'
import { useGo } from '../shell/useGo'
import { type Condition, isWhole, transitionOf } from './conditions'
import css from './rules.module.css'
import { useCell } from './useCell'

interface Props {
  condition: Condition
  issues: Issues | undefined
  onText: (text: string) => void
  onTry: () => void
}

/** One condition large: when it is asked, its text, what is wrong with it, and what is said when it refuses. */
export function ConditionPane({ condition, issues, onText, onTry }: Props) {
  const { t } = useTranslation()
  const words = useWords()
  const { file } = usePanelFile()
  const cell = useCell(condition)
  const placed = usePlaced(file)
  const { decl, word, message, trail, thing, inherited } = condition
  const problems = placed.filter(p => isUnder(p.path, condition.at) || samePath(p.path, thing)).map(p => p.problem)
  const text = typeof cell.value === 'string' ? cell.value : ''
  const say = useRef(onText)
  say.current = onText
  useEffect(() => say.current(text), [text])
  const label = words.label(decl, word.name)
  return (
    <article className={css.pane}>
      <header className={css.paneHead}>
        <h2 className={css.title}>{message || trail.join(' · ') || label}</h2>
        <p className={css.where}>
          <Where condition={condition} /> {inherited && <Tag>{t('studioRules.list.inherited')}</Tag>}
        </p>
      </header>
      <div className={css.body}>
        <div>
          <h3 className={css.small}>{label}</h3>
          <ExprWord
            decl={decl}
            word={word}
            label={label}
            value={cell.value}
            error={problems.some(p => p.severity === 'error')}
            path={condition.at}
            large
            issues={issues}
            onTry={onTry}
            onChange={cell.set}
          />
          <p className={css.hint}>{words.hint(decl, word)}</p>
          {problems.map((p, at) => (
            <p key={at} className={css.problem} data-severity={p.severity}>
              {problemText(p)}
            </p>
          ))}
        </div>
        {isWhole(condition) && <Panel decl={decl} path={thing} skip={[word.name]} />}
      </div>
    </article>
  )
}

/** When the condition is asked, with a link to the place that it stands in. */
function Where({ condition }: { condition: Condition }) {
  const { t } = useTranslation()
  const { file, type } = usePanelFile()
  const go = useGo()
  const { group, at, trail } = condition
  const link = (text: string) => (
    <button type="button" className={css.link} onClick={() => go(file, at)}>
      {text}
    </button>
  )
  const transition = type && transitionOf(type, at)
  if (transition) {
    const states = [transition.from.join(', '), transition.to].filter(Boolean).join(' → ')
    return (
      <>
        {t(group === 'autos' ? 'studioRules.where.auto' : 'studioRules.where.transition')}{' '}
        {link(`«${transition.title}»`)}
        {states && `: ${states}`}
      </>
    )
  }
  if (group === 'rules' || group === 'unique') {
    return (
      <>
        {t(`studioRules.where.${group}`)} · <code className={css.key}>{trail.join('.')}</code>
      </>
    )
  }
  return (
    <>
      {t(`studioRules.where.${group}`)} {trail.length > 0 && link(`«${trail.join(' · ')}»`)}
    </>
  )
}
