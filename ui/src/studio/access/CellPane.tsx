import { ActionIcon } from '@mantine/core'
import IconX from '@tabler/icons-react/dist/esm/icons/IconX.mjs'
import { useEffect, useRef, useState } from 'react'
import { useTranslation } from '../../i18n'
import { Tag } from '../../parts'
import type { TypeFile } from '../doc/config'
import { useWords } from '../grammar/words'
import css from './access.module.css'
import { Give } from './Give'
import { type Column, cellAt, reasonsOf, type View } from './matrix'
import { NotGiven } from './NotGiven'
import { readPlace } from './place'
import { ReasonLine, type Sort } from './ReasonLine'
import type { AccessAnswer, AccessRow } from './types'

export interface Jump {
  sort: Sort
}

interface Props {
  answer: AccessAnswer
  row: AccessRow
  view: View
  column: Column
  type: TypeFile
  jump: Jump | null // to the rule that gives this
  onClose: () => void
}

/** The cell in work: in plain words what it gives and by which declarations, and what may be given. */
export function CellPane({ answer, row, view, column, type, jump, onClose }: Props) {
  const { t } = useTranslation()
  const pane = useRef<HTMLElement>(null)
  const [open, setOpen] = useState('')
  const reasons = reasonsOf(answer, row, view, column.key)
  useEffect(() => {
    if (!jump || !pane.current) return
    const of = (attribute: string) =>
      pane.current?.querySelector<HTMLElement>(
        `[data-${attribute}="${jump.sort}"] button, button[data-${attribute}="${jump.sort}"], input[data-${attribute}="${jump.sort}"]`,
      )
    const to = of('sort') ?? of('give')
    to?.scrollIntoView({ block: 'nearest' })
    to?.focus()
  }, [jump])
  const title = t('studioAccess.cell', { row: row.title, column: column.title })
  return (
    <section ref={pane} className={css.pane} aria-label={title}>
      <header className={css.paneHead}>
        <h2>{title}</h2>
        {view === 'states' && <Chips row={row} state={column.key} all={answer.fields.length} />}
        <ActionIcon size="sm" className={css.close} aria-label={t('studioAccess.close')} onClick={onClose}>
          <IconX size={15} stroke={1.8} />
        </ActionIcon>
      </header>
      <ul className={css.reasons}>
        {reasons.map(reason => {
          const key = JSON.stringify(reason.what === 'author' ? ['author'] : readPlace(reason.path))
          return (
            <ReasonLine
              key={reason.file + key}
              reason={reason}
              answer={answer}
              type={type}
              tellStates={view !== 'states'}
              open={open === key}
              onToggle={() => setOpen(open === key ? '' : key)}
            />
          )
        })}
        <NotGiven answer={answer} row={row} view={view} column={column.key} />
      </ul>
      <Give
        answer={answer}
        row={row}
        view={view}
        column={column.key}
        type={type}
        onGiven={path => setOpen(JSON.stringify(path))}
      />
    </section>
  )
}

function Chips({ row, state, all }: { row: AccessRow; state: string; all: number }) {
  const { t } = useTranslation()
  const words = useWords()
  const cell = cellAt(row, state)
  if (cell.scope === 'none') return <Tag>{t('studioAccess.chips.nothing')}</Tag>
  return (
    <>
      <Tag>{t('studioAccess.chips.sees', { scope: cell.words, count: cell.readable.length, all })}</Tag>
      <Tag>
        {cell.editable.length > 0
          ? t('studioAccess.chips.edits', { count: cell.editable.length })
          : t('studioAccess.chips.editsNot')}
      </Tag>
      <Tag>{t('studioAccess.chips.acts', { count: cell.transitions })}</Tag>
      {cell.can
        .filter(can => can !== 'edit')
        .map(can => (
          <Tag key={can}>{words.choice('access', 'can', can)}</Tag>
        ))}
    </>
  )
}
