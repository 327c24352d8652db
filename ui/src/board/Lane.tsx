import { Button } from '@mantine/core'
import IconFold from '@tabler/icons-react/dist/esm/icons/IconChevronsLeft.mjs'
import { type DragEvent, type ReactNode, useEffect, useMemo, useState } from 'react'
import { errorText } from '../api/fault'
import type { FieldMeta, Refs, Row, TypeMeta } from '../api/types'
import { useTranslation } from '../i18n'
import { useFormat } from '../i18n/locale'
import { type ListParams, useRows } from '../list/useList'
import { PhaseGlyph, useSlow } from '../parts'
import phases from '../parts/chips.module.css'
import { BoardCard } from './BoardCard'
import css from './board.module.css'
import { isEmpty, type Lane as LaneOf, laneParams, type Parts } from './lanes'
import type { Welcome } from './offers'
import { useReached } from './useBoard'

interface Props {
  type: TypeMeta
  field: FieldMeta
  lane: LaneOf
  params: ListParams
  parts: Parts
  folded: boolean
  near: boolean // in sight or beside it
  phone: boolean
  current: string // card that has the keys
  leaving: string // card on its way elsewhere
  arriving: { row: Row; refs: Refs } | null
  welcome: Welcome | null // while a card is dragged
  asked: Row | null
  menu: ReactNode
  onFold: (lane: string, folded: boolean) => void
  onDrag: (row: Row | null, refs: Refs) => void
  onDrop: (lane: string) => void
  onAsk: (row: Row, refs: Refs) => void
  onRows: (rows: Row[], refs: Refs) => void
}

const pageSize = 20

export function Lane(props: Props) {
  const { t } = useTranslation()
  const { lane, folded, welcome } = props
  const [over, setOver] = useState(false)
  const headId = `lane-${lane.key}`
  const target = {
    onDragOver: (event: DragEvent) => {
      if (!welcome || welcome === 'home') return
      event.preventDefault()
      event.dataTransfer.dropEffect = 'move'
      setOver(true)
    },
    onDragLeave: (event: DragEvent) => {
      if (!event.currentTarget.contains(event.relatedTarget as Node | null)) setOver(false)
    },
    onDrop: (event: DragEvent) => {
      if (!welcome || welcome === 'home') return
      event.preventDefault()
      setOver(false)
      props.onDrop(lane.key)
    },
  }
  const looks = { 'data-welcome': welcome ?? undefined, 'data-over': (over && welcome !== null) || undefined }
  if (folded) {
    return (
      <section className={css.folded} aria-labelledby={headId} data-lane={lane.key} {...looks} {...target}>
        <button
          type="button"
          className={`${css.unfold} ${lane.phase ? phases[lane.phase] : ''}`}
          title={t('board.unfold', { title: lane.title })}
          aria-expanded={false}
          onClick={() => props.onFold(lane.key, false)}
        >
          <Count lane={lane} />
          {lane.phase && <PhaseGlyph phase={lane.phase} size={14} />}
          <span className={css.upright} id={headId}>
            {lane.title}
          </span>
        </button>
      </section>
    )
  }
  return (
    <section className={css.lane} aria-labelledby={headId} data-lane={lane.key} {...looks} {...target}>
      {!props.phone && (
        <header className={`${css.head} ${lane.phase ? phases[lane.phase] : ''}`}>
          {lane.phase && <PhaseGlyph phase={lane.phase} size={14} />}
          <h2 className={css.name} id={headId} title={lane.title}>
            {lane.title}
          </h2>
          <Count lane={lane} />
          <button
            type="button"
            className={css.fold}
            title={t('board.fold', { title: lane.title })}
            aria-label={t('board.fold', { title: lane.title })}
            aria-expanded
            onClick={() => props.onFold(lane.key, true)}
          >
            <IconFold size={15} stroke={1.7} aria-hidden />
          </button>
        </header>
      )}
      {props.phone && (
        <h2 className="k-vh" id={headId}>
          {lane.title}
        </h2>
      )}
      <Cards {...props} />
    </section>
  )
}

/** How many, read out in words. */
export function Count({ lane }: { lane: LaneOf }) {
  const { t } = useTranslation()
  const f = useFormat()
  if (!lane.counted) return null
  const { count, exact } = lane.counted
  const words = t('board.cards', { count })
  return (
    <span className={css.count}>
      <span aria-hidden>
        {f.integer(count)}
        {exact ? '' : '+'}
      </span>
      <span className="k-vh">{exact ? words : t('board.atLeast', { count: words })}</span>
    </span>
  )
}

function Cards(props: Props) {
  const { t } = useTranslation()
  const { type, field, lane, params, arriving, onRows, onDrag, onAsk } = props
  const own = useMemo(() => laneParams(params, field, lane.key), [params, field, lane.key])
  const { query, rows, refs, searched } = useRows(type.slug, own, props.near && !isEmpty(lane), pageSize)
  const { hasNextPage, isFetchingNextPage, fetchNextPage } = query
  const more = () => {
    if (hasNextPage && !isFetchingNextPage) fetchNextPage()
  }
  // Where the search stopped for want of time, the person decides to go on.
  const reached = useReached(more, !searched?.more)
  const slow = useSlow(query.isLoading)
  useEffect(() => onRows(rows, refs), [rows, refs, onRows])
  const handlers = useMemo(
    () => ({ onDrag: (row: Row | null) => onDrag(row, refs), onAsk: (row: Row) => onAsk(row, refs) }),
    [onDrag, onAsk, refs],
  )

  if (query.error && rows.length === 0) {
    return (
      <div className={css.note} role="alert">
        <b>{t('board.failed')}</b>
        <span>{errorText(query.error, t)}</span>
        <Button variant="default" size="xs" onClick={() => query.refetch()}>
          {t('common.retry')}
        </Button>
      </div>
    )
  }
  const shown = isEmpty(lane) ? [] : rows.filter(r => r.id !== props.leaving)
  const card = (row: Row, known: Refs, pending: boolean) => (
    <BoardCard
      key={row.id}
      type={type}
      row={row}
      refs={known}
      parts={props.parts}
      current={props.current === row.id || (props.current === '' && row === shown[0])}
      pending={pending}
      draggable={!props.phone}
      asking={props.asked?.id === row.id}
      menu={props.asked?.id === row.id ? props.menu : null}
      {...handlers}
    />
  )
  return (
    <div className={css.scroll} data-scroll-restoration-id={`board-${type.slug}-${lane.key}`} tabIndex={-1}>
      <ul className={css.cards}>
        {arriving && card(arriving.row, arriving.refs, true)}
        {shown.map(row => card(row, refs, false))}
      </ul>
      {slow && <Bones />}
      {shown.length === 0 && !arriving && !query.isLoading && !hasNextPage && (
        <p className={css.empty}>{t('board.empty')}</p>
      )}
      {hasNextPage && (
        <button
          key={rows.length}
          ref={reached}
          type="button"
          className={css.more}
          onClick={more}
          disabled={isFetchingNextPage}
        >
          {t(searched?.more ? 'list.goOn' : 'board.more')}
        </button>
      )}
    </div>
  )
}

/** Cards of the size that is coming, still. */
function Bones() {
  const { t } = useTranslation()
  return (
    <div role="status" aria-label={t('common.loading')}>
      {[64, 48, 56].map(width => (
        <div key={width} className={css.bones}>
          <span style={{ width: '34%' }} />
          <span style={{ width: `${width + 20}%` }} />
          <span style={{ width: `${width}%` }} />
        </div>
      ))}
    </div>
  )
}
