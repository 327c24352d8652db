import { Button } from '@mantine/core'
import IconCheck from '@tabler/icons-react/dist/esm/icons/IconCheck.mjs'
import IconCircleXFilled from '@tabler/icons-react/dist/esm/icons/IconCircleXFilled.mjs'
import { useMeta } from '../api/hooks'
import type { Who as WhoMay, Why } from '../api/types'
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
  const passed = why.passed.filter(clause => clause.text !== '')
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
            {clause.step && clause.by && clause.by.length > 0 && (
              <span className={classes.detail}>
                {t('why.step', { step: clause.step.replace(/…$/, '') })}{' '}
                {clause.by.map(p => (
                  <Person key={p.key} who={p} />
                ))}
              </span>
            )}
          </li>
        ))}
      </ul>
      {passed.length > 0 && (
        <ul className={classes.passed}>
          {passed.map((clause, i) => (
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
                {fix.kind === 'field'
                  ? t('why.fillIn', { field: fix.title })
                  : t('why.openRecord', { title: fix.title })}
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
        <Person key={p.key} who={p} />
      ))}
      {why.whoMore > 0 && <span>{t('why.whoMore', { count: why.whoMore })}</span>}
    </div>
  )
}

/** A person by name, the reader as «вы». */
function Person({ who }: { who: WhoMay }) {
  const { t } = useTranslation()
  const { me } = useMeta()
  return (
    <span className={classes.person} title={who.unit}>
      <Avatar name={who.title} id={who.key} size={18} />
      {who.key.endsWith(`/${me.id}`) ? t('common.you') : who.title}
    </span>
  )
}
