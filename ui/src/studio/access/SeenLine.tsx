import IconChevron from '@tabler/icons-react/dist/esm/icons/IconChevronRight.mjs'
import IconLock from '@tabler/icons-react/dist/esm/icons/IconLock.mjs'
import IconPencil from '@tabler/icons-react/dist/esm/icons/IconPencil.mjs'
import { useId, useState } from 'react'
import type { TypeMeta } from '../../api/types'
import { useTranslation } from '../../i18n'
import { Cell } from '../../list/Cell'
import { Hatch } from '../../parts'
import type { TypeFile } from '../doc/config'
import css from './eyes.module.css'
import { Rules } from './Rules'
import type { Fact } from './seen'
import type { SeenAnswer } from './types'

interface Props {
  fact: Fact
  answer: SeenAnswer
  type: TypeMeta
  file: TypeFile
}

/** One cell: its value or that it is hidden; opened, the rules that say so. */
export function SeenLine({ fact, answer, type, file }: Props) {
  const { t } = useTranslation()
  const [open, setOpen] = useState(false)
  const id = useId()
  const { seen } = fact
  return (
    <li className={css.field} data-level={seen.level}>
      <button type="button" aria-expanded={open} aria-controls={id} onClick={() => setOpen(!open)}>
        <IconChevron size={13} stroke={1.8} aria-hidden className={css.chevron} />
        <span className={css.title}>{seen.title}</span>
        <span className={css.value}>
          <Value fact={fact} answer={answer} type={type} />
        </span>
        <span className={css.level}>
          {seen.level === 'edit' && <IconPencil size={13} stroke={1.9} aria-hidden />}
          {seen.level === 'hidden' && <IconLock size={13} stroke={1.9} aria-hidden />}
          {t(`studioAccess.eyes.levels.${seen.level}`)}
        </span>
      </button>
      {open && (
        <div id={id} className={css.because}>
          {seen.why && <p>{seen.why}</p>}
          <Rules lead={t('studioAccess.eyes.takes')} rules={seen.takes} type={file} />
          <Rules lead={t('studioAccess.eyes.gives')} rules={seen.gives} type={file} />
          <Rules lead={t('studioAccess.eyes.others')} rules={seen.others ?? []} type={file} />
        </div>
      )}
    </li>
  )
}

function Value({ fact: { seen, meta }, answer, type }: Omit<Props, 'file'>) {
  const { t } = useTranslation()
  if (seen.level === 'hidden') return <Hatch width={64} />
  if (seen.withheld || !meta) return <span className={css.withheld}>{t('studioAccess.eyes.withheld')}</span>
  const values = Object.fromEntries(answer.fields.map(f => [f.field, f.value]))
  return <Cell field={meta} row={{ id: answer.id, type: answer.type, values }} type={type} refs={answer.refs} />
}
