import type { TFunction } from 'i18next'
import { useTranslation } from '../../i18n'
import css from './access.module.css'
import { Mark } from './Mark'
import type { Face as CellFace } from './matrix'

/** What somebody has, in two lines: which records, then what of them. */
export function Face({ face }: { face: CellFace }) {
  const { t } = useTranslation()
  if (face.hidden) return face.idle ? <Mark kind="idle" /> : null
  const { scope, reads, edits, acts, votes, level } = face
  const onlySees = reads === 0 && edits === 0 && acts === 0 && votes === 0
  return (
    <>
      {scope && (
        <span className={css.scope} aria-hidden>
          {t(`studioAccess.scopes.${scope}`)}
        </span>
      )}
      <span className={css.marks} aria-hidden>
        {level && <Mark kind={level} />}
        {reads > 0 && <Mark kind="read" count={reads} />}
        {edits > 0 && !level && <Mark kind="edit" count={edits} />}
        {acts > 0 && <Mark kind="act" count={acts} />}
        {votes > 0 && <Mark kind="vote" count={votes} />}
        {scope && onlySees && !level && <Mark kind="read" />}
      </span>
    </>
  )
}

/** The same for those who hear it. */
export function faceSaid(face: CellFace, t: TFunction): string {
  if (face.hidden) return t(face.idle ? 'studioAccess.said.idle' : 'studioAccess.said.hidden')
  if (face.level) {
    const level = t(`studioAccess.said.${face.level}`)
    return face.scope ? `${level}, ${t(`studioAccess.scopes.${face.scope}`)}` : level
  }
  const parts = [
    face.scope && t('studioAccess.said.scope', { scope: t(`studioAccess.scopes.${face.scope}`) }),
    face.reads > 0 && t(face.scope ? 'studioAccess.said.fields' : 'studioAccess.said.reads', { count: face.reads }),
    face.edits > 0 && t(face.scope ? 'studioAccess.said.edits' : 'studioAccess.said.editsIn', { count: face.edits }),
    face.acts > 0 && t(face.scope ? 'studioAccess.said.acts' : 'studioAccess.said.actsIn', { count: face.acts }),
    face.votes > 0 && t(face.scope ? 'studioAccess.said.votes' : 'studioAccess.said.votesIn', { count: face.votes }),
  ].filter(part => part !== false && part !== '')
  return parts.length > 0 ? parts.join(', ') : t('studioAccess.said.not')
}
