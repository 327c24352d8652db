import IconCheck from '@tabler/icons-react/dist/esm/icons/IconCircleCheckFilled.mjs'
import IconMinus from '@tabler/icons-react/dist/esm/icons/IconCircleMinus.mjs'
import IconPencil from '@tabler/icons-react/dist/esm/icons/IconPencil.mjs'
import type { TFunction } from 'i18next'
import { useTranslation } from '../../i18n'
import type { TypeFile } from '../doc/config'
import css from './access.module.css'
import type { Reason } from './matrix'
import { RuleEditor } from './RuleEditor'
import { RuleLink } from './RuleLink'
import type { AccessAnswer } from './types'
import { useRule } from './useRule'

export type Sort = 'sight' | 'edit' | 'act'

/** What a declaration is about: seeing, changing, acting. */
export const sortOf = (reason: Pick<Reason, 'what'>, closes = false): Sort => {
  if (reason.what === 'access' || (reason.what === 'deny' && !closes)) return 'sight'
  return reason.what === 'transition' || reason.what === 'approval' ? 'act' : 'edit'
}

interface Props {
  reason: Reason
  answer: AccessAnswer
  type: TypeFile
  tellStates: boolean
  open: boolean
  onToggle: () => void
}

/** One declaration that a cell comes from, in plain words; its text can be changed here. */
export function ReasonLine({ reason, answer, type, tellStates, open, onToggle }: Props) {
  const { t } = useTranslation()
  const said = useRule(type)(reason)
  const takes = reason.what === 'deny'
  const Sign = takes || reason.idle ? IconMinus : IconCheck
  const isOwn = reason.what !== 'author' && !said.isForeign
  return (
    <li className={css.reason} data-sort={sortOf(reason, said.closes)} data-open={open || undefined}>
      <Sign size={16} className={css.sign} data-takes={takes || reason.idle || undefined} aria-hidden />
      <div className={css.said}>
        <p>{headOf(reason, answer, said.closes, t)}</p>
        <p className={css.dim}>
          {said.who}
          {said.when && (
            <>
              {' '}
              {t('studioAccess.when')} <code>{said.when}</code>
            </>
          )}
          {tellStates && <span> · {statesSaid(reason, answer, t)}</span>}
          {!reason.sure && !reason.idle && <span> · {t('studioAccess.notSure')}</span>}
        </p>
        {reason.idle && <p className={css.warn}>{t('studioAccess.idle')}</p>}
        <div className={css.tools}>
          {isOwn && (
            <button type="button" className={css.change} aria-expanded={open} onClick={onToggle}>
              <IconPencil size={13} stroke={1.9} aria-hidden />
              {open ? t('studioAccess.fold') : t('studioAccess.change')}
            </button>
          )}
          <RuleLink rule={reason} type={type} />
        </div>
        {open && isOwn && <RuleEditor reason={reason} type={type} path={said.path} />}
      </div>
    </li>
  )
}

const shownFields = 4

function headOf(reason: Reason, answer: AccessAnswer, closes: boolean, t: TFunction): string {
  const fields = answer.fields.filter(f => reason.fields.includes(f.key))
  const isAll = fields.length === answer.fields.length
  const named = fields.slice(0, shownFields).map(f => f.title)
  const rest = fields.length - named.length
  const list = isAll
    ? t('studioAccess.allFields')
    : named.join(', ') + (rest > 0 ? ` ${t('studioAccess.more', { count: rest })}` : '')
  switch (reason.what) {
    case 'access':
      return isAll ? t('studioAccess.heads.seesAll') : t('studioAccess.heads.sees', { list })
    case 'deny':
      return t(closes ? 'studioAccess.heads.closes' : 'studioAccess.heads.hides', { list })
    case 'transition':
      return t('studioAccess.heads.acts', { button: reason.title || (reason.key ?? '') })
    case 'approval':
      return t('studioAccess.heads.votes', { step: reason.title || (reason.key ?? '') })
    case 'author':
      return t('studioAccess.heads.author')
    case 'edit':
      return t('studioAccess.heads.edits', { list })
  }
}

function statesSaid(reason: Reason, answer: AccessAnswer, t: TFunction): string {
  if (reason.states.length >= answer.states.length) return t('studioAccess.everyState')
  return reason.states.map(key => answer.states.find(s => s.state === key)?.title ?? key).join(', ')
}
