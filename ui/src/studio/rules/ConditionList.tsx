import { TextInput } from '@mantine/core'
import { type KeyboardEvent, type ReactNode, useRef, useState } from 'react'
import { useTranslation } from '../../i18n'
import type { Diagnostic } from '../draft/types'
import { useWords } from '../grammar/words'
import { isUnder, type Placed } from '../panel/place'
import { type Condition, groupKeys, isWhole, sought } from './conditions'
import css from './rules.module.css'

interface Props {
  conditions: Condition[]
  placed: Placed[]
  chosen: Condition | undefined
  onChoose: (condition: Condition) => void
  add: ReactNode
}

/** Every condition of a type, by what it decides. */
export function ConditionList({ conditions, placed, chosen, onChoose, add }: Props) {
  const { t } = useTranslation()
  const [question, setQuestion] = useState('')
  const nav = useRef<HTMLElement>(null)
  const found = sought(conditions, question)
  return (
    <nav
      ref={nav}
      className={css.list}
      aria-label={t('studioRules.list.title')}
      onKeyDown={event => walk(event, nav.current)}
    >
      <div className={css.listHead}>
        <TextInput
          size="xs"
          aria-label={t('studioRules.list.find')}
          placeholder={t('studioRules.list.find')}
          value={question}
          onChange={e => setQuestion(e.currentTarget.value)}
          className={css.grow}
        />
        {add}
      </div>
      {found.length === 0 && <p className={css.note}>{t('studioRules.list.none')}</p>}
      {groupKeys.map(key => {
        const group = found.filter(c => c.group === key)
        if (group.length === 0) return null
        return (
          <section key={key} aria-labelledby={`group-${key}`}>
            <h2 id={`group-${key}`} className={css.group}>
              {t(`studioRules.groups.${key}`)} <span className={css.count}>{group.length}</span>
            </h2>
            <ul className={css.rows}>
              {group.map(c => (
                <Line
                  key={c.at.join('.')}
                  condition={c}
                  problems={problemsOf(c, placed)}
                  current={chosen !== undefined && isSame(chosen, c)}
                  onOpen={() => onChoose(c)}
                />
              ))}
            </ul>
          </section>
        )
      })}
    </nav>
  )
}

export const isSame = (a: Condition, b: Condition): boolean => a.at.length === b.at.length && isUnder(a.at, b.at)

/** Problems of the expression, and of all that is said of its thing. */
export function problemsOf(c: Condition, placed: Placed[]): Diagnostic[] {
  const top = isWhole(c) ? c.thing : c.at
  return placed
    .filter(p => isUnder(p.path, top) || isUnder(c.at, p.path))
    .filter(p => p.path.length >= c.thing.length)
    .map(p => p.problem)
}

/** Arrow keys lead from line to line. */
export function walk(event: KeyboardEvent, within: HTMLElement | null): void {
  const by = { ArrowDown: 1, ArrowUp: -1 }[event.key]
  if (!by || !within) return
  const lines = [...within.querySelectorAll<HTMLElement>('button[data-line]')]
  const at = lines.indexOf(document.activeElement as HTMLElement)
  const next = lines[at < 0 ? 0 : at + by]
  if (!next) return
  event.preventDefault()
  next.focus()
}

interface LineProps {
  condition: Condition
  problems: Diagnostic[]
  current: boolean
  onOpen: () => void
}

function Line({ condition, problems, current, onOpen }: LineProps) {
  const { t } = useTranslation()
  const words = useWords()
  const { message, trail, source, decl, word, inherited } = condition
  const errors = problems.filter(p => p.severity === 'error').length
  const place = trail.join(' · ')
  const title = message || place || words.label(decl, word.name)
  return (
    <li>
      <button type="button" data-line className={css.line} aria-current={current || undefined} onClick={onOpen}>
        <span className={css.lineTop}>
          <b className={css.lineTitle}>{title}</b>
          {problems.length > 0 && (
            <span className={css.badge} data-severity={errors > 0 ? 'error' : 'warning'}>
              {problems.length}
              <span className="k-vh"> {t('studioRules.list.problems', { count: problems.length })}</span>
            </span>
          )}
        </span>
        <code className={css.lineSource}>{source || '—'}</code>
        {(message ? place : '') !== '' || inherited ? (
          <span className={css.lineWhere}>
            {[message ? place : '', inherited ? t('studioRules.list.inherited') : ''].filter(Boolean).join(' · ')}
          </span>
        ) : null}
      </button>
    </li>
  )
}
