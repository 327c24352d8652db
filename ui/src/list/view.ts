import type { FieldMeta, SavedView, TypeMeta } from '../api/types'
import { stateField } from './columns'
import { type Condition, filterOf, readCondition } from './condition'
import type { ListSearch } from './search'

/** What the list shows: a ready-made or a saved view with the changes of the address over it. */
export interface ListView {
  tab: string // as in the address: "" everything, "key" ready-made, "~id" saved
  server: string // ready-made view that the server applies
  conditions: Condition[]
  sort: string
  columns: string[]
  q: string
  group: FieldMeta | undefined // its values are the columns of a board, if there can be one
  board: boolean // drawn as a board
  changed: boolean
  saved: SavedView | null
}

export const savedTab = (id: string) => `~${id}`

export function viewOf(search: ListSearch, type: TypeMeta, saved: SavedView[]): ListView {
  const mine = saved.find(v => v.type === type.slug && savedTab(v.id) === search.view) ?? null
  const ready = type.views.find(v => v.key === (mine ? mine.view : search.view)) ?? (mine ? undefined : type.views[0])
  const base = {
    conditions: mine ? storedConditions(mine) : [],
    sort: (mine ? mine.sort : ready?.sort) ?? '',
    columns: (mine?.columns.length ? mine.columns : ready?.columns) ?? [],
  }
  const group = groupOf(type, ready?.group)
  return {
    tab: mine ? savedTab(mine.id) : (ready?.key ?? ''),
    server: ready?.key ?? '',
    conditions: search.f ?? base.conditions,
    sort: search.sort ?? base.sort,
    columns: search.cols ?? base.columns,
    q: search.q ?? '',
    group,
    board: group !== undefined && (search.as ? search.as === 'board' : Boolean(ready?.group)),
    changed:
      differs(search.f, base.conditions) || differs(search.sort, base.sort) || differs(search.cols, base.columns),
    saved: mine,
  }
}

/** What a board of the type is laid out by: as the view says, else as another view does, else by state. */
function groupOf(type: TypeMeta, wanted = type.views.find(v => v.group)?.group): FieldMeta | undefined {
  return type.fields.find(f => f.key === (wanted ?? (type.states.length > 0 ? stateField : '')))
}

const differs = (now: unknown, base: unknown) => now !== undefined && JSON.stringify(now) !== JSON.stringify(base)

export function storedConditions(view: SavedView): Condition[] {
  return Array.isArray(view.state) ? view.state.map(readCondition).filter((c): c is Condition => c !== null) : []
}

/** What is sent to the server. An empty entry is left out, so equal lists have equal keys. */
export function paramsOf(view: ListView, type: TypeMeta, zone: string): Record<string, string> {
  const all = {
    view: view.server,
    filter: filterOf(view.conditions, type, zone),
    sort: view.sort,
    q: view.q,
  }
  return Object.fromEntries(Object.entries(all).filter(([, v]) => v !== ''))
}
