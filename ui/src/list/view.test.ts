import { describe, expect, it } from 'vitest'
import type { SavedView, TypeMeta } from '../api/types'
import { paramsOf, viewOf } from './view'

const type = {
  slug: 'p_t',
  fields: [{ key: 'ok', kind: 'bool', title: 'ok' }],
  states: [],
  views: [
    { key: 'all', title: 'All', columns: ['a'], sort: '-created' },
    { key: 'due', title: 'Due', columns: ['b'], sort: 'due' },
  ],
} as unknown as TypeMeta
const saved: SavedView[] = [
  {
    id: 's1',
    type: 'p_t',
    title: 'Mine',
    view: 'due',
    filter: 'it.ok == true',
    state: [['ok', 'yes']],
    sort: '',
    columns: [],
  },
]

describe('a list', () => {
  it('begins with the first view', () => {
    const view = viewOf({}, type, saved)
    expect(view).toMatchObject({ tab: 'all', server: 'all', sort: '-created', columns: ['a'], changed: false })
    expect(paramsOf(view, type, 'UTC')).toEqual({ view: 'all', sort: '-created' })
  })
  it('shows a saved view over the one it was made from', () => {
    const view = viewOf({ view: '~s1' }, type, saved)
    expect(view).toMatchObject({
      tab: '~s1',
      server: 'due',
      conditions: [['ok', 'yes']],
      columns: ['b'],
      changed: false,
    })
    expect(paramsOf(view, type, 'UTC')).toEqual({ view: 'due', filter: 'it.ok == true' })
  })
  it('knows when it is changed, and when the change is undone by hand', () => {
    expect(viewOf({ view: 'due', sort: '-due' }, type, []).changed).toBe(true)
    expect(viewOf({ view: 'due', sort: 'due', f: [] }, type, []).changed).toBe(false)
    expect(viewOf({ view: '~s1', f: [] }, type, saved).changed).toBe(true)
  })
})

describe('a board', () => {
  const boards = {
    ...type,
    fields: [...type.fields, { key: 'status', kind: 'enum', title: 's' }, { key: 'kind', kind: 'enum', title: 'k' }],
    states: [{ key: 'new', title: 'New', phase: 'new' }],
    views: [...type.views, { key: 'kinds', title: 'Kinds', columns: [], sort: '', group: 'kind' }],
  } as unknown as TypeMeta
  const look = (search: Parameters<typeof viewOf>[0], of = boards) => {
    const { board, group } = viewOf(search, of, [])
    return [board, group?.key]
  }
  it('is how a grouped view is drawn, unless a list is wanted', () => {
    expect(look({ view: 'kinds' })).toEqual([true, 'kind'])
    expect(look({ view: 'kinds', as: 'list' })).toEqual([false, 'kind'])
  })
  it('can be made of any view, as the type is grouped elsewhere or by its states', () => {
    expect(look({ view: 'due' })).toEqual([false, 'kind'])
    expect(look({ view: 'due', as: 'board' })).toEqual([true, 'kind'])
    expect(look({ as: 'board' }, { ...boards, views: type.views })).toEqual([true, 'status'])
  })
  it('cannot be where nothing groups', () => expect(look({ as: 'board' }, type)).toEqual([false, undefined]))
  it('does not count as a change of the view', () => expect(viewOf({ as: 'board' }, boards, []).changed).toBe(false))
})
