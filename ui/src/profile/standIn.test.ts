import { expect, it } from 'vitest'
import type { FieldMeta, TypeMeta } from '../api/types'
import { sentRules, storedRules, waitingTypes } from './standIn'

const field = (key: string, kind: FieldMeta['kind']): FieldMeta => ({ key, title: key, kind, filterable: true })
const type = (slug: string, more: Partial<TypeMeta> = {}) =>
  ({
    slug,
    states: [{ key: 'new', title: 'Новая', phase: 'new' }],
    fields: [field('amount', 'money')],
    ...more,
  }) as TypeMeta
const pay = type('shop_pay')

it('offers only what waits for somebody', () => {
  expect(waitingTypes([pay, type('shop_good', { states: [] }), type('users', { directory: 'person' })])).toEqual([pay])
})

it('sends conditions as lists do and reads them back', () => {
  const rules = [
    { id: 1, type: 'shop_pay', conditions: [['amount', 'gte', '500']] as never, substitute: 'u1' },
    { id: 2, type: 'shop_pay', conditions: [], substitute: 'u2' },
  ]
  const sent = sentRules(rules, [pay], 'Asia/Almaty')
  expect(sent).toEqual([
    { type: 'shop_pay', condition: 'it.amount >= 500', state: '[["amount","gte","500"]]', substitute: 'u1' },
    { type: 'shop_pay', condition: null, state: null, substitute: 'u2' },
  ])
  expect(storedRules(sent)).toEqual(rules.map(({ id: _, ...rule }) => rule))
})

it('does not pretend to know a condition that was written elsewhere', () => {
  const cell = [{ type: 'shop_pay', condition: 'it.amount > 5', state: null, substitute: 'u1' }]
  expect(storedRules(cell)).toEqual([{ type: 'shop_pay', conditions: null, substitute: 'u1' }])
  expect(storedRules([{ type: 'shop_pay', condition: 'it.amount > 5', state: '[["a; b","eq"]]' }])[0]?.conditions).toBe(
    null,
  )
  expect(storedRules(null)).toEqual([])
})
