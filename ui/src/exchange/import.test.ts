import { expect, it } from 'vitest'
import { assign, type Import, isUnfinished, keysOf, type Plan, settle, type Target, total } from './import'

const fields: Target[] = [
  { key: 'name', title: 'Название', fills: true, knows: false },
  { key: 'code', title: 'Код', fills: true, knows: true },
  { key: 'id', title: 'ID', fills: false, knows: true },
]
const plan = (patch: Partial<Plan> = {}): Plan => ({
  columns: [
    { column: 0, field: 'name' },
    { column: 2, field: 'code' },
  ],
  mode: 'upsert',
  key: 'code',
  empty: 'keep',
  whole: false,
  from: 1,
  ...patch,
})

it('gives a field to one column alone', () => {
  expect(assign(plan(), 1, 'name', fields).columns).toEqual([
    { column: 1, field: 'name' },
    { column: 2, field: 'code' },
  ])
})

it('knows records by what is left when their key is taken away', () => {
  const both = assign(plan(), 3, 'id', fields)
  expect(keysOf(both, fields).map(f => f.key)).toEqual(['code', 'id'])
  expect(assign(both, 2, '', fields)).toMatchObject({ mode: 'upsert', key: 'id' })
})

it('creates records when there is nothing to know them by', () => {
  expect(assign(plan(), 2, '', fields)).toMatchObject({ mode: 'create', key: '' })
  expect(settle(plan({ mode: 'create' }), fields).key).toBe('')
})

it('goes on with what had begun, and with nothing else', () => {
  const one = (state: Import['state'], tally = {}) => isUnfinished({ state, tally } as Import)
  expect(one('broken', { created: 2 })).toBe(true)
  expect(one('running')).toBe(true)
  expect(one('cancelled')).toBe(false) // a check that was stopped
  expect(one('done', { created: 2 })).toBe(false)
  expect(total({ created: 2, refused: 1 })).toBe(3)
})
