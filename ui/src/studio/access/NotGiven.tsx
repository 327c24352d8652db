import IconMinus from '@tabler/icons-react/dist/esm/icons/IconCircleMinus.mjs'
import { useTranslation } from '../../i18n'
import css from './access.module.css'
import { faceOf, type View } from './matrix'
import type { AccessAnswer, AccessRow } from './types'

interface Props {
  answer: AccessAnswer
  row: AccessRow
  view: View
  column: string
}

/** What no declaration gives, and that this is why. */
export function NotGiven({ answer, row, view, column }: Props) {
  const { t } = useTranslation()
  const face = faceOf(answer, row, view, column)
  const lacks = {
    sees: face.hidden,
    edits: !face.hidden && view !== 'transitions' && face.edits === 0,
    acts: !face.hidden && view === 'states' && answer.states.length > 0 && face.acts + face.votes === 0,
    presses: !face.hidden && view === 'transitions' && face.acts + face.votes === 0,
  }
  const list = (['sees', 'edits', 'acts', 'presses'] as const).filter(lack => lacks[lack])
  return list.map(lack => (
    <li key={lack} className={css.reason}>
      <IconMinus size={16} className={css.sign} data-takes aria-hidden />
      <div className={css.said}>
        <p>{t(`studioAccess.not.${lack}`)}</p>
        <p className={css.dim}>{t(`studioAccess.notWhy.${lack === 'sees' && view === 'fields' ? 'field' : lack}`)}</p>
      </div>
    </li>
  ))
}
