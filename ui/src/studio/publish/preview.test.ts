import type { TFunction } from 'i18next'
import { expect, it } from 'vitest'
import { kept, saidValue, touchedTypes } from './preview'
import type { Plan, Previewed } from './types'

const one: Previewed = { id: 'x', number: '', title: '', from: 'draft', to: 'draft', changes: [], refused: [] }

it('offers the types whose records the plan counts, and those that are moved', () => {
  const plan = {
    differences: [
      { type: 'desk/order', records: 3, must: false },
      { type: 'desk/line', records: 0, must: false },
      { type: 'desk/cash', records: 0, must: true },
    ],
    open: [
      { key: 'desk/order', records: 2 },
      { key: 'desk/away', records: 0 },
    ],
  } as unknown as Plan
  expect(touchedTypes(plan, { 'base/memo': {} })).toEqual(['desk/order', 'desk/cash', 'base/memo'])
})

it('knows a record of which nothing becomes', () => {
  expect(kept(one)).toBe(true)
  expect(kept({ ...one, to: 'new' })).toBe(false)
  expect(kept({ ...one, refused: ['нет'] })).toBe(false)
})

it('says values in words', () => {
  const t = ((key: string) => key) as unknown as TFunction
  expect(saidValue(null, t)).toBe('studio.publishing.preview.none')
  expect(saidValue(false, t)).toBe('studio.publishing.preview.no')
  expect(saidValue(['a', 'b'], t)).toBe('a, b')
  expect(saidValue('12.50', t)).toBe('12.50')
})
