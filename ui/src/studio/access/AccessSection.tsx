import { useCallback, useEffect, useRef, useState } from 'react'
import { isFault } from '../../api/fault'
import { useMeta } from '../../api/hooks'
import { useTranslation } from '../../i18n'
import { useKeys } from '../../keys/useKeys'
import { EmptyState, ErrorState, SkeletonRows } from '../../parts'
import { HintBar } from '../../shell/HintBar'
import type { TypeFile } from '../doc/config'
import { useWords } from '../grammar/words'
import { holderOf } from '../parts/useRecords'
import { useEdit, useTypeFile } from '../shell/context'
import { useFocus, useShownFile } from '../shell/focus'
import type { SectionProps } from '../shell/sections'
import { AccessBar, type Way } from './AccessBar'
import css from './access.module.css'
import type { Jump } from './CellPane'
import { Eyes } from './Eyes'
import { giveSight } from './grants'
import { Matrix, type Opened } from './Matrix'
import { changedIn, changedOf, columnsOf, withGone } from './matrix'
import type { Sort } from './ReasonLine'
import { RulesView } from './RulesView'
import { useAccess } from './useAccess'

export default function AccessSection({ pack, type: key }: SectionProps) {
  const type = useTypeFile(pack, key)
  return type ? <Access type={type} /> : null
}

/** Who sees and does what: deep cells are power, hatched ones nothing; each comes from declarations that are changed here. */
function Access({ type }: { type: TypeFile }) {
  const { t } = useTranslation()
  useWords() // what the panes say has come before a cell is opened: nothing is taken from under the focus
  useShownFile(type.file)
  const focus = useFocus(type.file)
  const edit = useEdit(type.file)
  const people = useMeta().types.find(one => one.directory === 'person')
  const { answer, live, isOld, error, again } = useAccess(type.ref)
  const [view, setView] = useState<Way>('states')
  const [open, setOpen] = useState<Opened | null>(null)
  const [whose, setWhose] = useState('')
  const [jump, setJump] = useState<Jump | null>(null)
  const [person, setPerson] = useState<string | null>(null)
  const main = useRef<HTMLDivElement>(null)
  const eyes = useRef<HTMLElement>(null)
  useEffect(() => {
    if (focus) setView('rules')
  }, [focus])

  const openCell = useCallback((row: string, column: string) => {
    setJump(null)
    setOpen({ row, column })
  }, [])
  function close() {
    if (!open) return false
    setOpen(null)
    main.current?.querySelector<HTMLElement>(`[data-cell="${CSS.escape(`${open.row}|${open.column}`)}"]`)?.focus()
  }
  /** The cell in which a key was pressed, or the one that is open. */
  function here(): Opened | null {
    const cell = document.activeElement?.closest<HTMLElement>('[data-cell]')?.dataset.cell
    const at = cell?.indexOf('|') ?? -1
    return cell && at >= 0 ? { row: cell.slice(0, at), column: cell.slice(at + 1) } : open
  }
  const jumpTo = (sort: Sort) => () => {
    const cell = here()
    if (!cell || view === 'rules') return false
    setOpen(cell)
    setJump({ sort })
  }
  function look() {
    const cell = here()
    if (!cell) return false
    const role = /^role:(.+)$/.exec((view === 'party' && party?.key) || cell.row)?.[1]
    eyes.current?.scrollIntoView({ block: 'nearest' })
    eyes.current?.focus()
    if (role && people) void holderOf(people, role).then(id => id && setPerson(id))
  }
  useKeys({ KeyV: jumpTo('sight'), KeyE: jumpTo('edit'), KeyT: jumpTo('act'), KeyG: look, Escape: close })

  const rows = answer ? withGone(answer, live) : []
  const party = rows.find(row => row.key === whose) ?? rows[0]
  const across = view === 'party' ? 'states' : view
  const columns = answer && across !== 'rules' ? columnsOf(answer, across, t('studioAccess.always')) : []
  const keys = columns.map(c => c.key)
  const changed =
    !answer || across === 'rules'
      ? new Set<string>()
      : view === 'party'
        ? party
          ? changedOf(answer, live, party)
          : new Set<string>()
        : changedIn(answer, live, across, keys)
  return (
    <div className={css.section}>
      <div className={css.main} ref={main}>
        <AccessBar
          type={type}
          view={view}
          rows={rows}
          party={party}
          onParty={row => {
            setWhose(row)
            setOpen(null)
          }}
          onView={next => {
            if (next === 'party' && open && view !== 'party') setWhose(open.row)
            setView(next)
            setOpen(null)
          }}
          onAdd={(role, expr) => {
            edit(text => giveSight(text, type, expr, role.slice(role.indexOf('/') + 1)).text, `sight role:${role}`)
            setView('states')
            openCell(`role:${role}`, answer?.states[0]?.state ?? '')
          }}
        />
        {view === 'rules' ? (
          <RulesView type={type} />
        ) : answer ? (
          <Matrix
            answer={answer}
            rows={rows}
            columns={columns}
            changed={changed}
            view={view}
            party={party}
            type={type}
            open={open}
            jump={jump}
            isOld={isOld}
            onOpen={openCell}
            onClose={close}
          />
        ) : error && isFault(error) && error.body.kind === 'missing' ? (
          <EmptyState title={t('studioAccess.none')}>{t('studioAccess.noneBody')}</EmptyState>
        ) : error ? (
          <ErrorState error={error} onRetry={again} />
        ) : (
          <SkeletonRows rows={8} height={58} />
        )}
        {view !== 'rules' && (
          <div className={css.hints}>
            <HintBar
              hints={[
                { caps: ['←', '↑', '↓', '→'], text: t('studioAccess.keys.walk') },
                { caps: ['↵'], text: t('studioAccess.keys.open') },
                { caps: ['V'], text: t('studioAccess.keys.sight') },
                { caps: ['E'], text: t('studioAccess.keys.edit') },
                { caps: ['T'], text: t('studioAccess.keys.act') },
                { caps: ['G'], text: t('studioAccess.keys.eyes') },
              ]}
              note={
                changed.size > 0 ? (
                  <span role="status">{t('studioAccess.changed', { count: changed.size })}</span>
                ) : undefined
              }
            />
          </div>
        )}
      </div>
      <Eyes ref={eyes} type={type} person={person} onPerson={setPerson} />
    </div>
  )
}
