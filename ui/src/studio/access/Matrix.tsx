import { useEffect, useRef } from 'react'
import { useTranslation } from '../../i18n'
import { softHyphens } from '../../lib/hyphen'
import { usePhone } from '../../lib/screen'
import { EmptyState } from '../../parts'
import type { TypeFile } from '../doc/config'
import css from './access.module.css'
import { CellPane, type Jump } from './CellPane'
import { Grid } from './Grid'
import { type Column, faceOf, faceOfField, type Shown } from './matrix'
import { RoleCards } from './RoleCards'
import type { AccessAnswer, AccessRow } from './types'

export interface Opened {
  row: string
  column: string
}

interface Props {
  answer: AccessAnswer
  rows: AccessRow[]
  columns: Column[]
  changed: Set<string>
  view: Shown
  party: AccessRow | undefined // whose fields are shown by state
  type: TypeFile
  open: Opened | null
  jump: Jump | null
  isOld: boolean // the draft has moved on; the answer is on its way
  onOpen: (row: string, column: string) => void
  onClose: () => void
}

const fieldHead = (row: AccessRow) => (
  <span className={css.party}>
    <b>{softHyphens(row.title)}</b>
  </span>
)

/** The matrix, and below it the cell in work. */
export function Matrix(props: Props) {
  const { answer, rows, columns, changed, view, party, type, open, jump, isOld, onOpen, onClose } = props
  const { t } = useTranslation()
  const phone = usePhone()
  const scroll = useRef<HTMLDivElement>(null)
  const pane = useRef<HTMLDivElement>(null)
  const isParty = view === 'party' && party !== undefined
  // By party, rows are fields: the cell in work is the field of the party, in all its states.
  const row = isParty ? party : rows.find(r => r.key === open?.row)
  const column = isParty ? answer.fields.find(f => f.key === open?.row) : columns.find(c => c.key === open?.column)
  const isOpen = row !== undefined && column !== undefined
  const spot = isOpen ? `${row.key}|${column.key}` : ''
  useEffect(() => {
    if (!phone && spot) scroll.current?.querySelector('[aria-pressed="true"]')?.scrollIntoView({ block: 'nearest' })
  }, [phone, spot])
  useEffect(() => {
    if (phone && isOpen) pane.current?.scrollIntoView({ block: 'start' })
  }, [phone, isOpen])
  if (rows.length === 0) return <EmptyState title={t('studioAccess.noRows')}>{t('studioAccess.noRowsBody')}</EmptyState>
  if (columns.length === 0) return <EmptyState title={t('studioAccess.noColumns')} />
  const seen = view === 'party' ? 'fields' : view
  const shown = {
    label: isParty ? t('studioAccess.fieldsOf', { who: party.title }) : t(`studioAccess.views.${view}`),
    rows: isParty ? answer.fields.map(f => ({ ...f, kind: party.kind, cells: {} })) : rows,
    columns,
    face: (r: AccessRow, c: { key: string }) =>
      isParty ? faceOfField(party, r.key, c.key) : faceOf(answer, r, seen, c.key),
    changed,
    open,
    onOpen,
    ...(isParty && { corner: t('studioAccess.field'), head: fieldHead }),
  }
  return (
    <>
      {answer.under === 'live' && answer.diagnostics.some(d => d.severity === 'error') && (
        <p className={css.broken} role="status">
          {t('studioAccess.broken')}
        </p>
      )}
      <div ref={scroll} className={css.scroll} aria-busy={isOld}>
        {phone ? <RoleCards {...shown} /> : <Grid {...shown} />}
      </div>
      {isOpen && (
        <div ref={pane} className={css.detail}>
          <CellPane
            key={spot}
            answer={answer}
            row={row}
            view={seen}
            column={column}
            type={type}
            jump={jump}
            onClose={onClose}
          />
        </div>
      )}
    </>
  )
}
