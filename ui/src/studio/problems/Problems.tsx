import { Button } from '@mantine/core'
import IconAlertTriangle from '@tabler/icons-react/dist/esm/icons/IconAlertTriangle.mjs'
import IconExclamation from '@tabler/icons-react/dist/esm/icons/IconCircleXFilled.mjs'
import { useState } from 'react'
import { useTranslation } from '../../i18n'
import { useKeys } from '../../keys/useKeys'
import { Keycap } from '../../parts'
import { useStudio } from '../shell/context'
import { useGo } from '../shell/useGo'
import css from './problems.module.css'
import { problemText } from './text'
import { type Trouble, troublesOf } from './trouble'

/** Everything that keeps the draft from being published or is wrong with it: what others changed too, then errors, then warnings. Each line leads to its place; F8 walks them. */
export function Problems() {
  const { t } = useTranslation()
  const problems = troublesOf(useStudio())
  const [open, setOpen] = useState(true)
  const [at, setAt] = useState(-1)
  const go = useGo()
  const show = (index: number) => {
    const one = problems[index]
    if (!one) return
    setAt(index)
    go(one.file, one.at)
  }
  useKeys({ F8: () => show((at + 1) % Math.max(problems.length, 1)) }, problems.length > 0)
  const errors = problems.filter(p => p.severity === 'error').length
  const warnings = problems.length - errors
  if (problems.length === 0) return null
  return (
    <section className={css.panel} aria-label={t('studio.problems.title')}>
      <div className={css.head}>
        <h2 className={css.title}>{t('studio.problems.title')}</h2>
        {errors > 0 && <span className={css.bad}>{t('studio.problems.errors', { count: errors })}</span>}
        {warnings > 0 && <span className={css.warn}>{t('studio.problems.warnings', { count: warnings })}</span>}
        <span className={css.right}>
          <Keycap>F8</Keycap> {t('studio.problems.next')}
          <Button variant="subtle" size="xs" aria-expanded={open} onClick={() => setOpen(!open)}>
            {open ? t('studio.problems.hide') : t('studio.problems.show')}
          </Button>
        </span>
      </div>
      {open && (
        <ul className={css.list}>
          {problems.map((p, index) => (
            <Line key={index} problem={p} current={index === at} onOpen={() => show(index)} />
          ))}
        </ul>
      )}
    </section>
  )
}

function Line({ problem, current, onOpen }: { problem: Trouble; current: boolean; onOpen: () => void }) {
  const { t } = useTranslation()
  const Mark = problem.severity === 'error' ? IconExclamation : IconAlertTriangle
  const { clash, diagnostic } = problem
  const text = clash
    ? t(`studio.problems.${clash.kind}`, { by: clash.by || t('studio.trouble.operator') })
    : diagnostic
      ? problemText(diagnostic)
      : ''
  return (
    <li>
      <button type="button" className={css.line} data-current={current || undefined} onClick={onOpen}>
        <Mark size={15} className={problem.severity === 'error' ? css.badMark : css.warnMark} aria-hidden />
        <span className={css.text}>{text}</span>
        <span className={css.place}>{placeOf(problem)}</span>
      </button>
    </li>
  )
}

const placeOf = ({ file, diagnostic, clash }: Trouble): string =>
  [file.replace(/^schemas\//, '').replace(/\.json$/, ''), diagnostic?.line || clash?.place].filter(Boolean).join(':')
