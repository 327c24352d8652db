import { describe, expect, it } from 'vitest'
import type { SavedView, TypeMeta } from '../api/types'
import { paramsOf, viewOf } from './view'

const type = {
  slug: 'p_t',
  fields: [{ key: 'ok', kind: 'bool', title: 'ok' }],
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
