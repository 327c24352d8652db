import type { Round } from '../api/process'
import type { Card, Refs, TypeMeta } from '../api/types'
import { Icon } from '../fields/Icon'
import { useTranslation } from '../i18n'
import { useFormat } from '../i18n/locale'
import { Tag } from '../parts'
import { DiffLines } from '../record/DiffLines'
import { personOf } from '../record/people'
import { Remarks } from './Remarks'
import type { Asking } from './RouteDialog'
import { StepBox } from './StepBox'
import css from './sheet.module.css'

interface Props {
  round: Round
  refs: Refs
  type: TypeMeta
  card: Card
  onAsk: (asking: Asking) => void
}

/** One round: how it stands, its steps, what has changed since my vote, remarks. */
export function RoundBox({ round, refs, type, card, onAsk }: Props) {
  const { t } = useTranslation()
  const f = useFormat()
  const by = round.ended ? personOf(round.ended.by, refs)?.title : ''
  return (
    <div className={css.round}>
      <div className={css.roundHead}>
        <h3 className={css.roundTitle}>{round.title}</h3>
        <Tag>{t('sheet.round', { n: round.number })}</Tag>
        {round.ended && (
          <span className={css.ended} data-how={round.ended.how}>
            {t(`sheet.ended.${round.ended.how}`, { when: f.instantShort(round.ended.at) })}
            {by && ` · ${by}`}
          </span>
        )}
      </div>
      {round.waits.length > 0 && (
        <div className={css.waits} role="status">
          <b>{t('sheet.waits')}</b>
          <ul>
            {round.waits.map(text => (
              <li key={text}>{text}</li>
            ))}
          </ul>
        </div>
      )}
      {round.changes.length > 0 && (
        <div className={css.changes}>
          <h4>
            <Icon name="history" size={14} />
            {t('sheet.changes')}
          </h4>
          <DiffLines
            type={type}
            event={{ action: 'edit', diff: round.changes, hidden: 0 }}
            refs={{ ...card.refs, ...refs }}
            values={card.row.values}
          />
        </div>
      )}
      <ol className={css.steps}>
        {round.steps.map(step => (
          <StepBox key={step.key} step={step} round={round} refs={refs} type={type} card={card} onAsk={onAsk} />
        ))}
      </ol>
      <Remarks round={round} refs={refs} type={type} card={card} onAsk={onAsk} />
    </div>
  )
}
