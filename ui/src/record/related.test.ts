import { expect, it } from 'vitest'
import type { Refs, RelatedGroup, Row, TypeMeta } from '../api/types'
import { awaited, progress, toldApart } from './related'

const group = (count: number, open?: number): RelatedGroup => ({
  field: 'f',
  title: 'F',
  type: 'a_b',
  via: 'v',
  count,
  rows: [],
  ...(open === undefined ? {} : { open }),
})

it('tells how many are finished, where there are states', () => {
  expect(progress(group(3, 1))).toEqual({ done: 2, total: 3 })
  expect(progress(group(3))).toBeNull()
  expect(progress(group(0, 0))).toBeNull()
})

const type = {
  fields: [
    { key: 'after', title: 'После', kind: 'ref', many: true, acyclic: true, target: 'a_b' },
    { key: 'up', title: 'Часть', kind: 'ref', acyclic: true, target: 'a_b' },
    { key: 'see', title: 'См.', kind: 'ref', many: true, target: 'a_b' },
  ],
} as unknown as TypeMeta

it('names the predecessors that are still owed, and nothing else', () => {
  const refs = {
    'a_b/1': { type: 'a_b', id: '1', title: 'Креатив', phase: 'active' },
    'a_b/2': { type: 'a_b', id: '2', title: 'Смета', phase: 'done' },
    'a_b/3': { type: 'a_b', id: '3', title: '', gone: true, phase: 'active' },
  } as Refs
  const row = { id: 'x', type: 'a_b', values: { after: ['1', '2', '3', '4'], up: '1', see: ['1'] } } as unknown as Row
  expect(awaited(type, row, refs)).toEqual(['Креатив'])
})

it('tells records that all have one title apart by their people', () => {
  const of = { titleField: 'what', assignee: 'who' } as TypeMeta
  const row = (what: string, who?: string) =>
    ({ type: 'a_b', id: what + who, values: { what, ...(who && { who }) } }) as unknown as Row
  expect(toldApart([row('Правила', 'a'), row('Правила', 'b')], of, {})).toBe(false)
  expect(toldApart([row('Правила', 'a'), row('Порядок', 'b')], of, {})).toBe(true)
  expect(toldApart([row('Правила', 'a')], of, {})).toBe(true)
  expect(toldApart([row('Правила'), row('Правила')], of, {})).toBe(true)
})
