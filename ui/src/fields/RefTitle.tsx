import { useTranslation } from 'react-i18next'
import type { RefInfo } from '../api/types'
import { Avatar } from '../parts/Avatar'
import css from './fields.module.css'
import { PEOPLE } from './lookup'

/** A person or a record in running text: avatar and name, or title with its number. */
export function RefTitle({ info, avatarOnly }: { info: RefInfo; avatarOnly?: boolean }) {
  const { t } = useTranslation()
  if (info.gone || !info.title) return <span className={css.empty}>{t('fields.gone')}</span>
  if (info.type !== PEOPLE) return <span className={css.words}>{info.title}</span>
  return (
    <span className={css.person}>
      <Avatar name={info.title} id={info.id} size={20} />
      {!avatarOnly && <span>{info.title}</span>}
    </span>
  )
}

/** A line of a picker: what tells two alike records apart stands below the title. */
export function OptionLine({ info }: { info: RefInfo }) {
  const below = [info.number, info.position, info.unit].filter(Boolean).join(' · ')
  return (
    <span className={css.option}>
      {info.type === PEOPLE && <Avatar name={info.title} id={info.id} size={24} />}
      <span className={css.optionText}>
        <span className={css.words}>{info.title}</span>
        {below && <span className={css.optionBelow}>{below}</span>}
      </span>
    </span>
  )
}
