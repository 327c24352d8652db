import type { RefInfo } from '../api/types'
import { useTranslation } from '../i18n'
import { Avatar } from './Avatar'
import classes from './chips.module.css'

interface Props {
  person: RefInfo | null | undefined
  you?: boolean
  size?: number
  bare?: boolean // without the avatar
}

/** A person in one line; «вы» for the reader, «не назначен» for nobody. */
export function PersonName({ person, you = false, size = 20, bare = false }: Props) {
  const { t } = useTranslation()
  if (!person) return <span className={classes.muted}>{t('common.unassigned')}</span>
  if (person.gone) return <span className={classes.muted}>{t('common.gone')}</span>
  const hint = [person.position, person.unit].filter(Boolean).join(' · ')
  return (
    <span className={classes.person} title={hint ? `${person.title} · ${hint}` : person.title}>
      {!bare && <Avatar name={person.title} id={person.id} size={size} />}
      <span className={classes.personName}>{you ? t('common.you') : person.title}</span>
    </span>
  )
}
