import { Button } from '@mantine/core'
import IconCheck from '@tabler/icons-react/dist/esm/icons/IconCheck.mjs'
import IconCircleXFilled from '@tabler/icons-react/dist/esm/icons/IconCircleXFilled.mjs'
import type { Why } from '../api/types'
import { useTranslation } from '../i18n'
import { Avatar } from './Avatar'
import classes from './why.module.css'

export type WhyFix = Why['fix'][number]

interface Props {
  why: Why
  title: string
  titleId?: string
  onFix?: (fix: WhyFix) => void
}

/** Why something cannot be done: what fails, what holds, what to do, who can. Also shown when the server refuses. */
export function WhyPanel({ why, title, titleId, onFix }: Props) {
  const { t } = useTranslation()
  const count = why.failed.length
  const fixes = onFix ? why.fix.slice(0, 2) : []
  return (
    <div>
      <div className={classes.head}>
        <h3 className={classes.title} id={titleId}>
          {title}
        </h3>
        <span className={classes.count}>{t('why.blocked', { count, total: count + why.passed.length })}</span>
      </div>
      <ul className={classes.failed}>
        {why.failed.map((clause, i) => (
          <li key={i} className={classes.clause}>
            <IconCircleXFilled size={16} className={classes.mark} aria-hidden />
            <span className={classes.fact}>{clause.text}</span>
            {clause.detail && <span className={classes.detail}>{clause.detail}</span>}
          </li>
        ))}
      </ul>
      {why.passed.length > 0 && (
        <ul className={classes.passed}>
          {why.passed.map((clause, i) => (
            <li key={i}>
              <IconCheck size={13} aria-hidden />
              {clause.text}
            </li>
          ))}
        </ul>
      )}
      {fixes.length > 0 && (
        <div className={classes.fix}>
          <div className={classes.label}>{t('why.fix')}</div>
          <div className={classes.fixes}>
            {fixes.map((fix, i) => (
              <Button key={i} size="xs" variant={i === 0 ? 'filled' : 'default'} onClick={() => onFix?.(fix)}>
                {fix.title}
              </Button>
            ))}
          </div>
        </div>
      )}
      <Who why={why} />
    </div>
  )
}

function Who({ why }: { why: Why }) {
  const { t } = useTranslation()
  if (why.who.length === 0 && why.whoMore === 0) {
    return why.failed.some(c => c.kind === 'people') ? <div className={classes.who}>{t('why.nobody')}</div> : null
  }
  return (
    <div className={classes.who}>
      {t('why.who')}
      {why.who.map(p => (
        <span key={p.key} className={classes.person} title={p.unit}>
          <Avatar name={p.title} id={p.key} size={18} />
          {p.title}
        </span>
      ))}
      {why.whoMore > 0 && <span>{t('why.whoMore', { count: why.whoMore })}</span>}
    </div>
  )
}
