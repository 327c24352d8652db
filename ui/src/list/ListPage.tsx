import { Button } from '@mantine/core'
import IconPlus from '@tabler/icons-react/dist/esm/icons/IconPlus.mjs'
import { Link, useNavigate, useParams, useSearch } from '@tanstack/react-router'
import type { TFunction } from 'i18next'
import { lazy, Suspense, useCallback, useEffect, useMemo, useRef, useState } from 'react'
import { useMeta, useType, useViews } from '../api/hooks'
import type { Refs, TypeMeta } from '../api/types'
import { settled } from '../app/settled'
import { isAnyKept } from '../bulk/kept'
import { useTranslation, withWords } from '../i18n'
import { useFormat } from '../i18n/locale'
import { usePhone } from '../lib/screen'
import { ErrorState, Keycap, SkeletonRows } from '../parts'
import { Missing } from '../shell/Missing'
import { Page } from '../shell/Page'
import { BulkBar } from './BulkBar'
import { Cards } from './Cards'
import { columnsOf, nextSort } from './columns'
import { ByFilter, FirstTime } from './Empty'
import { Filters } from './Filters'
import { Foot } from './Foot'
import classes from './list.module.css'
import type { ListSearch } from './search'
import { keep, nothing, type Selection, selectTo, toggle, toggleAll } from './selection'
import { Table } from './Table'
import { Tabs } from './Tabs'
import { Columns, Density, Faces, Print, SearchBox } from './Tools'
import { useCount, useFresh, useRows } from './useList'
import { useListKeys } from './useListKeys'
import { paramsOf, viewOf } from './view'

const Peek = lazy(() => import('./Peek'))
const ListBulk = lazy(withWords(() => import('../bulk/ListBulk'), 'record', 'process'))
const Unfinished = lazy(withWords(() => import('../bulk/Unfinished'), 'record', 'process'))
const ListFiles = lazy(() => settled.then(withWords(() => import('../exchange/ListFiles'), 'exchange')))
const Board = lazy(withWords(() => import('../board/Board'), 'board'))
const rowHeights = { dense: 30, normal: 36, loose: 44 }

/** Records of one type. */
export function ListPage() {
  const { slug } = useParams({ from: '/staff/t/$slug' })
  const type = useType(slug)
  return type ? <List key={slug} type={type} /> : <Missing />
}

function List({ type }: { type: TypeMeta }) {
  const { t } = useTranslation()
  const { locale } = useFormat()
  const phone = usePhone()
  const { menu, me } = useMeta()
  const navigate = useNavigate()
  const search = useSearch({ from: '/staff/t/$slug' })
  const saved = useViews().data ?? []
  const view = viewOf(search, type, saved)
  const params = paramsOf(view, type, locale.zone)
  const { query, rows, refs: listed, searched } = useRows(type.slug, params, !view.board)
  const count = useCount(type.slug, params)
  const [onBoard, setOnBoard] = useState<Refs>({})
  const refs = view.board ? onBoard : listed

  const [current, setCurrent] = useState(-1)
  const [chosen, setSelection] = useState<Selection>(nothing)
  const [bulk, setBulk] = useState<'act' | 'edit' | null>(null)
  const [kept, setKept] = useState(() => isAnyKept(localStorage, me.id))
  const [adding, setAdding] = useState(false)
  const [peek, setPeek] = useState<string | null>(null)
  const scroll = useRef<HTMLDivElement>(null)
  const box = useRef<HTMLInputElement>(null)
  const order = useMemo(() => rows.map(r => r.id), [rows])
  const selection = useMemo(() => keep(chosen, order), [chosen, order])

  const addRefs = useCallback(
    (more: Refs) => setOnBoard(old => (Object.keys(more).every(key => key in old) ? old : { ...old, ...more })),
    [],
  )
  const set = useCallback(
    (patch: ListSearch) =>
      navigate({ to: '/t/$slug', params: { slug: type.slug }, search: old => ({ ...old, ...patch }), replace: true }),
    [navigate, type.slug],
  )
  const open = (index: number) => {
    const row = rows[index]
    if (row) navigate({ to: '/t/$slug/$id', params: { slug: type.slug, id: row.id }, search: {} })
  }
  const select = useCallback(
    (id: string, range: boolean) => setSelection(s => (range ? selectTo(s, id, order) : toggle(s, id))),
    [order],
  )
  const { fetchNextPage, hasNextPage, isFetchingNextPage } = query
  const more = useCallback(() => {
    if (hasNextPage && !isFetchingNextPage) fetchNextPage()
  }, [hasNextPage, isFetchingNextPage, fetchNextPage])
  const fresh = useFresh(type.slug, () => (scroll.current?.scrollTop ?? 0) < 8 && chosen.ids.size === 0 && current < 1)

  // Another view or another order: back to the top, nothing chosen.
  const place = JSON.stringify(params)
  // biome-ignore lint/correctness/useExhaustiveDependencies: the place is what it depends on
  useEffect(() => {
    setCurrent(-1)
    setSelection(nothing)
    scroll.current?.scrollTo({ top: 0 })
  }, [place])

  useListKeys({
    rows: order,
    current,
    onCurrent: index => {
      setCurrent(index)
      // The focus follows, so that Enter opens the row and not what was clicked before.
      scroll.current?.focus({ preventScroll: true })
    },
    onOpen: open,
    onPeek: id => setPeek(p => (p === id ? null : id)),
    onSelect: select,
    onSelectAll: () => setSelection(s => toggleAll(s, order)),
    onFilter: () => setAdding(true),
    onSearch: () => box.current?.focus(),
    onEscape: () => (selection.ids.size > 0 ? setSelection(nothing) : false),
  })

  const columns = useMemo(() => columnsOf(type, view.columns), [type, view.columns])
  const money = columns.find(c => c.field.kind === 'money')?.field
  const group = menu.find(g => g.items.some(i => i.type === type.slug))
  const sorted = type.fields.find(f => f.key === view.sort.replace('-', ''))
  const filtered = view.conditions.length > 0 || view.q !== ''
  const peeked = rows.find(r => r.id === peek)
  const table = { type, columns, rows, refs, onEnd: more, scroll }
  const nothingHere = () =>
    filtered ? (
      <ByFilter
        type={type}
        view={view}
        refs={refs}
        onConditions={f => set({ f })}
        onReset={() => set({ f: [], q: undefined })}
      />
    ) : (
      <FirstTime type={type} />
    )
  const body = () => {
    if (view.board && view.group) {
      if (count.data?.exact && count.data.count === 0) return nothingHere()
      return (
        <Suspense>
          <Board key={place} type={type} field={view.group} params={params} columns={columns} onRefs={addRefs} />
        </Suspense>
      )
    }
    if (query.error && rows.length === 0) {
      return <ErrorState error={query.error} title={t('error.list')} onRetry={() => query.refetch()} />
    }
    if (query.isPending) return <SkeletonRows rows={14} />
    if (rows.length === 0 && !searched?.more) return nothingHere()
    if (phone) return <Cards {...table} />
    return (
      <Table
        {...table}
        sort={view.sort}
        onSort={key => set({ sort: nextSort(key, view.sort) })}
        current={current}
        onCurrent={setCurrent}
        selection={selection}
        onSelect={select}
        onSelectAll={() => setSelection(s => toggleAll(s, order))}
        rowHeight={rowHeights[me.prefs.density ?? 'normal']}
        total={count.data?.exact ? count.data.count + 1 : undefined}
      />
    )
  }
  return (
    <Page
      title={type.plural}
      crumbs={group ? [{ title: group.title }] : []}
      hints={hints(t, view.board)}
      actions={
        type.creatable &&
        !phone && (
          <Button
            component={Link}
            to={`/t/${type.slug}/new`}
            leftSection={<IconPlus size={16} aria-hidden />}
            rightSection={<Keycap on="fill">C</Keycap>}
          >
            {t('list.create')}
          </Button>
        )
      }
    >
      <div className={classes.page}>
        <Tabs type={type} view={view} saved={saved} />
        <div className={classes.bar}>
          <div className={classes.chips}>
            <Filters
              type={type}
              conditions={view.conditions}
              refs={refs}
              onChange={f => set({ f })}
              adding={adding}
              onAdding={setAdding}
            />
            {sorted && (
              <span className={classes.sorted}>
                {t('list.sortBy', { field: sorted.title })},{' '}
                {t(view.sort.startsWith('-') ? 'list.sortDesc' : 'list.sortAsc')}
              </span>
            )}
          </div>
          <div className={classes.tools}>
            <SearchBox ref={box} value={view.q} onChange={q => set({ q: q || undefined })} />
            {view.group && <Faces face={view.board ? 'board' : 'list'} onChange={as => set({ as })} />}
            {!phone && !view.board && <Density />}
            {!phone && (
              <Columns
                type={type}
                columns={columns.map(c => c.field.key)}
                changed={search.cols !== undefined}
                onChange={cols => set({ cols })}
              />
            )}
            {!phone && !view.board && <Print slug={type.slug} search={search} />}
            <Suspense>
              {!view.board && (
                <ListFiles {...{ type, params }} columns={columns.map(c => c.field.key)} ids={[...selection.ids]} />
              )}
            </Suspense>
          </div>
        </div>
        <Suspense>{!bulk && kept && <Unfinished place={type.slug} />}</Suspense>
        <div className={classes.body} aria-busy={query.isFetching}>
          {body()}
          {fresh.changed > 0 && !view.board && (
            <button type="button" className={classes.fresh} onClick={fresh.show}>
              {t('list.fresh', { count: fresh.changed })}
            </button>
          )}
          <BulkBar
            {...{ type, params, rows, selection, money }}
            count={count.data}
            onSelection={setSelection}
            onDo={setBulk}
          />
        </div>
        {searched?.more && !query.isFetching && (
          <div className={classes.foot}>
            {t('list.scanned', { count: searched.scanned })}
            <button type="button" className={classes.textButton} data-main onClick={more}>
              {t('list.goOn')}
            </button>
          </div>
        )}
        {!view.board && <Foot count={count.data} rows={rows} money={money} />}
      </div>
      <Suspense>
        {bulk && (
          <ListBulk
            type={type}
            ids={[...selection.ids]}
            mode={bulk}
            onClose={isDone => {
              setBulk(null)
              setKept(isAnyKept(localStorage, me.id))
              if (isDone) setSelection(nothing)
            }}
          />
        )}
      </Suspense>
      <Suspense>{peeked && <Peek type={type} row={peeked} refs={refs} onClose={() => setPeek(null)} />}</Suspense>
    </Page>
  )
}

const hints = (t: TFunction, board: boolean) => [
  ...(board
    ? [
        { caps: ['←', '↑', '↓', '→'], text: t('shell.hints.cards') },
        { caps: ['M'], text: t('shell.hints.move') },
      ]
    : [
        { caps: ['J', 'K'], text: t('shell.hints.rows') },
        { caps: ['X'], text: t('shell.hints.select') },
        { caps: ['⇧X'], text: t('shell.hints.range') },
      ]),
  { caps: ['↵'], text: t('shell.hints.open') },
  { caps: [t('common.key.space')], text: t('shell.hints.peek') },
  { caps: ['/'], text: t('shell.hints.here') },
  { caps: ['F'], text: t('shell.hints.filter') },
  { caps: ['?'], text: t('shell.hints.all') },
]
