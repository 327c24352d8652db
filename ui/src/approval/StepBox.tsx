import { ActionIcon, Menu } from '@mantine/core'
import { useMeta } from '../api/hooks'
import type { Round, Step } from '../api/process'
import type { Card, Refs, TypeMeta } from '../api/types'
import { Icon } from '../fields/Icon'
import { useTranslation } from '../i18n'
import { parseInstant } from '../i18n/format'
import { useFormat } from '../i18n/locale'
import { WhyButton } from '../parts'
import { waysOut } from '../record/actions'
import { personOf } from '../record/people'
import { Opinions } from './Opinions'
import { PersonLine } from './PersonLine'
import type { Asking } from './RouteDialog'
import { closedVote, progressOf, rowsOf } from './sheet'
import css from './sheet.module.css'

interface Props {
  step: Step
  round: Round
  refs: Refs
  type: TypeMeta
  card: Card
  onAsk: (asking: Asking) => void
}

/** One step: its people, how many voices it has, by when; and what one may change about it. */
export function StepBox({ step, round, refs, type, card, onAsk }: Props) {
  const { t } = useTranslation()
  const f = useFormat()
  const { me } = useMeta()
  const progress = progressOf(step)
  const open = !round.ended && (step.state === 'open' || step.state === 'lost')
  const late = step.due && open && parseInstant(step.due) < f.locale.now
  const closed = open ? closedVote(card.actions, round, step) : undefined
  const covers = step.covers.map(key => type.fields.find(field => field.key === key)?.title).filter(Boolean)
  const added = step.addedBy ? personOf(step.addedBy, refs)?.title : ''
  return (
    <li className={css.step} data-state={step.state}>
      <div className={css.stepHead}>
        <span className={css.mark} data-state={step.state} aria-hidden />
        <span className={css.stepTitle}>{step.title}</span>
        <span className="k-vh">{t(`sheet.state.${step.state}`)}</span>
        {progress && (
          <span className={css.progress} title={t('sheet.quorumHint', progress)}>
            {t('sheet.quorum', progress)}
          </span>
        )}
        {(step.state === 'needless' || step.state === 'skipped') && (
          <span className={css.quiet} aria-hidden>
            {t(`sheet.state.${step.state}`)}
          </span>
        )}
        {step.locked && (
          <span className={css.lock} title={t('sheet.locked')}>
            <Icon name="lock" size={13} />
            <span className="k-vh">{t('sheet.locked')}</span>
          </span>
        )}
        <Changes step={step} round={round} onAsk={onAsk} />
      </div>
      {step.due && open && (
        <p className={css.due} data-late={late || undefined}>
          {t(late ? 'sheet.dueLate' : 'sheet.due', { when: f.instant(step.due) })}
        </p>
      )}
      {step.why && step.state !== 'passed' && <p className={css.quiet}>{t('sheet.applies', { why: step.why })}</p>}
      {added && <p className={css.quiet}>{t('sheet.addedBy', { name: added })}</p>}
      {step.waits && <p className={css.warn}>{step.waits}</p>}
      <ul className={css.people}>
        {rowsOf(round, step).map(row => (
          <PersonLine
            key={`${row.person}/${row.vote?.at ?? ''}`}
            row={row}
            refs={refs}
            isMe={row.person?.endsWith(`/${me.id}`) ?? false}
          />
        ))}
      </ul>
      <Opinions step={step} round={round} refs={refs} type={type} card={card} onAsk={onAsk} />
      {open && covers.length > 0 && <p className={css.quiet}>{t('sheet.covers', { fields: covers.join(', ') })}</p>}
      {closed?.why && (
        <div className={css.why}>
          <WhyButton label={closed.title} why={waysOut(closed.why, card)} />
        </div>
      )}
    </li>
  )
}

/** What may be done with the route here: only what the server offers. */
function Changes({ step, round, onAsk }: Pick<Props, 'step' | 'round' | 'onAsk'>) {
  const { t } = useTranslation()
  if (step.may.length === 0 && step.returnTo.length === 0) return null
  return (
    <Menu position="bottom-end" transitionProps={{ duration: 120 }}>
      <Menu.Target>
        <ActionIcon size="sm" className={css.tools} aria-label={`${t('sheet.route')}: ${step.title}`}>
          <Icon name="dots" size={16} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        {step.may.map(what => (
          <Menu.Item key={what} onClick={() => onAsk({ what, round, step })}>
            {t(`sheet.${what}`)}
          </Menu.Item>
        ))}
        {step.returnTo.length > 0 && (
          <Menu.Item onClick={() => onAsk({ what: 'return', round, step })}>{t('sheet.returnTo')}</Menu.Item>
        )}
      </Menu.Dropdown>
    </Menu>
  )
}
