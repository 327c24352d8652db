import type { Refs } from '../api/types'
import { useTranslation } from '../i18n'
import { useFormat } from '../i18n/locale'
import { Avatar, Tag } from '../parts'
import { personOf } from '../record/people'
import type { SheetRow } from './sheet'
import css from './sheet.module.css'

interface Props {
  row: SheetRow
  refs: Refs
  isMe: boolean
}

/** Who, in whose place, what they said and when; below it why an earlier vote does not count. */
export function PersonLine({ row, refs, isMe }: Props) {
  const { t } = useTranslation()
  const { t: common } = useTranslation()
  const f = useFormat()
  const person = personOf(row.person, refs)
  const { vote, asked } = row
  const behalf = vote?.behalf ? personOf(vote.behalf, refs)?.title : ''
  const place = person?.position
  const instead = asked?.why ? t(`sheet.instead.${asked.why}`, { name: personOf(asked.for, refs)?.title ?? '' }) : ''
  const spoken = row.status === 'voted' ? vote : undefined
  const below = [place, instead, behalf && t('sheet.behalf', { name: behalf })].filter(Boolean).join(' · ')
  return (
    <li className={css.person}>
      <Avatar name={person?.title ?? ''} id={person?.id ?? ''} size={28} />
      <span className={css.name}>
        {person?.title || common('common.gone')} {isMe && <Tag tone="you">{common('common.you')}</Tag>}
      </span>
      <span
        className={css.said}
        data-said={spoken?.verdict ?? row.status}
        data-mine={isMe || undefined}
        data-own={Boolean(spoken?.outcome) || undefined}
      >
        {spoken &&
          (spoken.outcome
            ? `${spoken.outcome} ${f.instantShort(spoken.at)}`
            : t(`sheet.verdict.${spoken.verdict}`, { when: f.instantShort(spoken.at) }))}
        {row.status === 'turn' && t(isMe ? 'sheet.yourTurn' : 'sheet.turn')}
        {row.status === 'ahead' && t('sheet.next')}
        {row.status === 'spare' && t('sheet.spare')}
      </span>
      {below && <span className={css.below}>{below}</span>}
      {spoken?.comment && <q className={css.comment}>{spoken.comment}</q>}
      {vote && !spoken && (
        <span className={css.fallen}>
          {vote.withdrawn
            ? t('sheet.withdrawn', { when: f.instantShort(vote.withdrawn) })
            : t('sheet.fallen', { when: f.instantShort(vote.at) })}
        </span>
      )}
    </li>
  )
}
