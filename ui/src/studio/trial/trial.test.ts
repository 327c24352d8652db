import type { TFunction } from 'i18next'
import { expect, it } from 'vitest'
import { Config } from '../doc/config'
import { grouped, placeOfUse, refsOf } from './places'
import { clocksSaid } from './said'
import type { Backtest, Use } from './types'

const files: Record<string, string> = {
  'schemas/desk/pack.json': '{"title": "Стол", "roles": {"clerk": "Сотрудник"}}',
  'schemas/desk/types/order.json': '{"title": "Заявка"}',
  'schemas/base/pack.json': '{"title": "Основа"}',
  'schemas/base/types/memo.json': '{"title": "Записка"}',
}
const config = new Config(Object.keys(files), path => files[path])
const use = (kind: Use['kind'], key: string, type?: string): Use => ({
  kind,
  key,
  type,
  title: key,
  recent: 0,
  ever: 0,
})

it('leads to where a thing is declared', () => {
  const order = config.type('desk/order', '')
  const file = 'schemas/desk/types/order.json'
  expect(placeOfUse(use('step', 'main.head'), order)).toEqual({
    file,
    path: ['approvals', 'main', 'steps', 'head'],
  })
  expect(placeOfUse(use('field', 'amount'), order)).toEqual({ file, path: ['data', 'properties', 'amount'] })
  expect(placeOfUse(use('role', 'desk/clerk'), undefined)).toEqual({
    file: 'schemas/desk/pack.json',
    path: ['roles', 'clerk'],
  })
  expect(placeOfUse(use('notification', 'desk/late'), undefined)).toEqual({
    file: 'schemas/desk/notify.json',
    path: ['messages', 'late'],
  })
  expect(placeOfUse(use('state', 'draft'), undefined)).toBeNull() // a type that is gone from the draft
})

it('puts what is not used under its type, and roles under their pack', () => {
  const refs = refsOf(config, [{ key: 'base/memo', slug: 'memos' }])
  const groups = grouped(
    [
      use('state', 'draft', 'desk_order'),
      use('role', 'desk/clerk'),
      use('field', 'text', 'memos'),
      use('clock', 'a', 'desk_order'),
    ],
    config,
    refs,
  )
  expect(groups.map(g => [g.pack, g.title, g.uses.map(u => u.kind)])).toEqual([
    ['desk', 'Заявка', ['state', 'clock']],
    ['desk', 'Стол', ['role']],
    ['base', 'Записка', ['field']],
  ])
})

it('says by how many terms the draft is worse or better', () => {
  const t = ((key: string, params: object) => `${key} ${JSON.stringify(params)}`) as unknown as TFunction
  const of = (late: number, would: number, checked = 9) => ({ clocks: { checked, late, would } }) as Backtest
  expect(clocksSaid(of(1, 3), t)).toBe('studioTrial.past.clocks.more {"count":2,"late":1,"would":3,"all":9}')
  expect(clocksSaid(of(3, 1), t)).toContain('fewer {"count":2')
  expect(clocksSaid(of(2, 2), t)).toContain('same')
  expect(clocksSaid(of(0, 0, 0), t)).toBeNull()
})
