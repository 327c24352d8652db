import { Button } from '@mantine/core'
import IconPlus from '@tabler/icons-react/dist/esm/icons/IconPlus.mjs'
import { useTranslation } from '../../i18n'
import { StatusChip } from '../../parts'
import { peopleSaid } from '../parts/said'
import { useConfig } from '../shell/context'
import { isChosen, useBoard } from './board'
import type { Kind } from './edits'
import { exitsOf, stateOf } from './life'
import { StepMarks } from './StepMarks'
import css from './tables.module.css'
import { useStateTools } from './useStateTools'

/** The same life cycle in words: for a small screen, and for who does not see the drawing. */
export function Tables({ onOpen }: { onOpen: (kind: Kind, key: string) => void }) {
  return (
    <div className={css.tables}>
      <States onOpen={onOpen} />
      <Steps onOpen={onOpen} />
    </div>
  )
}

interface Props {
  onOpen: (kind: Kind, key: string) => void
}

function States({ onOpen }: Props) {
  const { t } = useTranslation()
  const board = useBoard()
  const { add } = useStateTools()
  const { life, counts, found } = board
  return (
    <section aria-labelledby="graph-states">
      <header className={css.head}>
        <h2 id="graph-states" className={css.title}>
          {t('studioGraph.states')}
        </h2>
        <Button variant="default" size="xs" leftSection={<IconPlus size={14} stroke={1.8} aria-hidden />} onClick={add}>
          {t('studioGraph.state')}
        </Button>
      </header>
      <table className={css.table}>
        <thead>
          <tr>
            <th scope="col">{t('studioGraph.state')}</th>
            <th scope="col" className={css.number}>
              {t('studioGraph.now')}
            </th>
            <th scope="col">{t('studioGraph.leadsTo')}</th>
            <th scope="col">{t('studio.problems.title')}</th>
          </tr>
        </thead>
        <tbody>
          {life.states.map(state => (
            <tr key={state.key} data-chosen={isChosen(board, 'state', state.key) || undefined}>
              <th scope="row">
                <button
                  type="button"
                  className={css.open}
                  data-spot={state.key}
                  onClick={() => onOpen('state', state.key)}
                >
                  <StatusChip phase={state.phase} title={state.title} />
                </button>
                {life.initial === state.key && <small> {t('studioGraph.initial')}</small>}
              </th>
              <td className={css.number}>{counts ? (counts[state.key] ?? 0) : '—'}</td>
              <td>{targets(board.life, state.key).join(', ') || <span className={css.nothing}>—</span>}</td>
              <td>
                <Wrong {...found('state', state.key)} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}

function targets(life: ReturnType<typeof useBoard>['life'], key: string): string[] {
  const state = stateOf(life, key)
  if (!state) return []
  return [...new Set(exitsOf(life, state).map(step => stateOf(life, step.to)?.title ?? ''))].filter(Boolean)
}

function Steps({ onOpen }: Props) {
  const { t } = useTranslation()
  const config = useConfig()
  const board = useBoard()
  const { life, type, found } = board
  const named = (name: string) => {
    const set = (['open', 'all', 'new', 'same', 'previous'] as const).find(s => `@${s}` === name)
    return set ? t(`studio.sets.${set}`) : (stateOf(life, name)?.title ?? name)
  }
  return (
    <section aria-labelledby="graph-steps">
      <h2 id="graph-steps" className={css.title}>
        {t('studioGraph.steps')}
      </h2>
      <table className={css.table}>
        <thead>
          <tr>
            <th scope="col">{t('studioGraph.kinds.transition')}</th>
            <th scope="col">{t('studioGraph.fromTo')}</th>
            <th scope="col">{t('studioGraph.who.press')}</th>
            <th scope="col">{t('studio.problems.title')}</th>
          </tr>
        </thead>
        <tbody>
          {life.steps.map(step => (
            <tr key={step.key} data-chosen={isChosen(board, 'transition', step.key) || undefined}>
              <th scope="row">
                <button type="button" className={css.open} onClick={() => onOpen('transition', step.key)}>
                  {step.title}
                </button>
                <StepMarks step={step} />
              </th>
              <td>
                {step.from.map(named).join(', ')} → {named(step.to)}
              </td>
              <td>
                {step.byItself
                  ? t('studioGraph.legend.auto')
                  : peopleSaid(step.who, config, type.pack, type, t)
                      .map(one => one.text)
                      .join(', ') || '—'}
              </td>
              <td>
                <Wrong {...found('transition', step.key)} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}

function Wrong({ errors, warnings }: { errors: number; warnings: number }) {
  const { t } = useTranslation()
  if (errors + warnings === 0) return <span className={css.nothing}>—</span>
  return (
    <>
      {errors > 0 && <span className={css.bad}>{t('studio.problems.errors', { count: errors })}</span>}
      {warnings > 0 && <span className={css.warn}>{t('studio.problems.warnings', { count: warnings })}</span>}
    </>
  )
}
