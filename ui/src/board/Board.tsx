import { lazy, Suspense, useCallback, useEffect, useRef, useState } from 'react'
import type { FieldMeta, Refs, Row, TypeMeta } from '../api/types'
import { PEOPLE } from '../fields/lookup'
import { useTranslation, withWords } from '../i18n'
import { usePhone } from '../lib/screen'
import type { Column } from '../list/columns'
import type { ListParams } from '../list/useList'
import { useSlow } from '../parts'
import css from './board.module.css'
import { Chips } from './Chips'
import { Lane } from './Lane'
import { isEmpty, lanesOf, partsOf } from './lanes'
import { type Offer, welcome } from './offers'
import { useBoardNews, useFolds, useGroups } from './useBoard'
import { useMoves } from './useMoves'
import { usePlace } from './usePlace'
import { useSteps } from './useSteps'

const MoveMenu = lazy(() => import('./MoveMenu'))
const MoveDesk = lazy(withWords(() => import('./MoveDesk'), 'record'))
const Peek = lazy(() => import('../list/Peek'))

interface Shown {
  row: Row
  refs: Refs
}

interface Props {
  type: TypeMeta
  field: FieldMeta // its values are the columns
  params: ListParams
  columns: Column[]
  onRefs: (refs: Refs) => void
}

/** Records as cards, in a column for each value of a field. Where a card may go, the server says. */
export default function Board({ type, field, params, columns, onRefs }: Props) {
  const { t } = useTranslation()
  const phone = usePhone()
  const groups = useGroups(type.slug, field, params)
  // Counts say which columns are empty and narrow; they come before anybody sees the others jump.
  const slow = useSlow(groups === undefined)
  const lanes = lanesOf(type, field, groups, t('board.none'))
  const [folds, fold] = useFolds(type.slug, field)
  const [drag, setDrag] = useState<{ row: Row; refs: Refs; offers?: Offer[] } | null>(null)
  const [asked, setAsked] = useState<Shown | null>(null)
  const [peek, setPeek] = useState<Shown | null>(null)
  const shown = useRef(new Map<string, Shown>())
  const root = useRef<HTMLDivElement>(null)
  const { move, offers, start, end } = useMoves(type, field)
  const { current, onFocus } = useSteps(root, {
    onAsk: id => setAsked(shown.current.get(id) ?? null),
    onPeek: id => setPeek(shown.current.get(id) ?? null),
  })
  useBoardNews(type.slug, drag !== null || move !== null || asked !== null)

  const remember = useCallback(
    (rows: Row[], refs: Refs) => {
      for (const row of rows) shown.current.set(row.id, { row, refs })
      onRefs(refs)
    },
    [onRefs],
  )
  const take = useCallback(
    (row: Row | null, refs: Refs) => {
      setDrag(row && { row, refs })
      if (row)
        void offers(row).then(
          known => setDrag(d => (d?.row === row ? { ...d, offers: known } : d)),
          () => {},
        )
    },
    [offers],
  )
  const ask = useCallback((row: Row, refs: Refs) => setAsked(a => (a?.row.id === row.id ? null : { row, refs })), [])
  const drop = (to: string) => {
    if (drag) void start(drag.row, drag.refs, to)
    setDrag(null)
  }
  // The focus goes where the card went, as soon as it stands there.
  const [landed, setLanded] = useState('')
  const ended = useCallback(
    async (moved: boolean) => {
      await end(moved)
      setLanded(move?.row.id ?? '')
    },
    [end, move],
  )
  useEffect(() => {
    const link = landed && root.current?.querySelector<HTMLElement>(`[data-card="${landed}"] [data-link]`)
    if (!link) return
    link.focus()
    setLanded('')
  })
  // Until the server has judged, the card stands where it was dropped; refused, it is back at once.
  const away =
    move && (!move.judged || move.judged.verdict.kind === 'go' || move.judged.verdict.kind === 'choose') ? move : null
  const parts = partsOf(columns, type, field, PEOPLE)
  const place = usePlace(root, phone, lanes)
  const menu = asked && (
    <Suspense>
      <MoveMenu
        type={type}
        row={asked.row}
        lanes={lanes}
        offers={offers}
        onPick={offer => void start(asked.row, asked.refs, offer.to, offer.key)}
        onClose={() => {
          setAsked(null)
          setLanded(asked.row.id)
        }}
      />
    </Suspense>
  )
  return (
    <div className={css.board}>
      {phone && <Chips lanes={lanes} place={place.at} onGo={place.go} />}
      <section
        ref={root}
        className={css.lanes}
        aria-label={t('board.name', { type: type.plural })}
        data-waiting={(!groups && !slow) || undefined}
        data-dragging={drag !== null || undefined}
        data-scroll-restoration-id={`board-${type.slug}`}
        onFocus={onFocus}
        onScroll={place.onScroll}
      >
        {lanes.map((lane, i) => (
          <Lane
            key={lane.key}
            type={type}
            field={field}
            lane={lane}
            params={params}
            parts={parts}
            folded={!phone && (folds[lane.key] ?? isEmpty(lane)) && away?.to !== lane.key}
            near={!phone || Math.abs(i - place.at) <= 1}
            phone={phone}
            current={current}
            leaving={away?.row.id ?? ''}
            arriving={away?.to === lane.key ? away : null}
            welcome={drag ? welcome(drag.offers, drag.row, field, lane.key) : null}
            asked={asked?.row ?? null}
            menu={menu}
            onFold={fold}
            onDrag={take}
            onDrop={drop}
            onAsk={ask}
            onRows={remember}
          />
        ))}
      </section>
      <Suspense>
        {peek && <Peek type={type} {...peek} onClose={() => setPeek(null)} />}
        {move?.judged && (
          <MoveDesk
            key={`${move.row.id} ${move.to}`}
            type={type}
            field={field}
            card={move.judged.card}
            verdict={move.judged.verdict}
            lanes={lanes}
            to={lanes.find(l => l.key === move.to) ?? { key: move.to, title: move.to || t('board.none') }}
            onEnd={ended}
          />
        )}
      </Suspense>
    </div>
  )
}
