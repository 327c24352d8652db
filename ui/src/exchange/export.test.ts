import { expect, it } from 'vitest'
import { requestOf } from './export'

const shown = {
  slug: 'base_task',
  params: { view: 'all', filter: "it.title == 'x'", sort: '-created' },
  columns: ['title', 'status'],
}

it('asks for the list as it stands, with its columns', () => {
  expect(requestOf({ ...shown, ids: [] }, { format: 'csv', only: 'whole', columns: 'shown' })).toEqual({
    type: 'base_task',
    format: 'csv',
    view: 'all',
    filter: "it.title == 'x'",
    sort: '-created',
    columns: ['title', 'status'],
  })
})

it('asks for chosen records without the conditions of the list', () => {
  expect(requestOf({ ...shown, ids: ['a'] }, { format: 'xlsx', only: 'chosen', columns: 'all' })).toEqual({
    type: 'base_task',
    format: 'xlsx',
    ids: ['a'],
  })
})

it('takes the whole list where nothing is chosen', () => {
  expect(requestOf({ ...shown, ids: [] }, { format: 'xlsx', only: 'chosen', columns: 'all' })).not.toHaveProperty('ids')
})
