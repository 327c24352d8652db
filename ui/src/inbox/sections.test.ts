import { expect, it } from 'vitest'
import type { Card, TypeMeta } from '../api/types'
import { factsOf } from './sections'

const field = (key: string, kind = 'text') => ({ key, kind, title: key })
const type = {
  titleField: 'name',
  fields: [field('name'), field('no', 'number'), field('a'), field('b'), field('c'), field('d')],
  sections: [
    { key: 's', title: 'S', fields: ['name', 'no', 'a', 'b', 'c', 'gone'] },
    { key: 'e', title: 'E', fields: ['d'] },
  ],
} as unknown as TypeMeta

it('shows filled visible fields that the head does not say', () => {
  const card = {
    row: { values: { name: 'N', no: '1', a: 'x', b: '', c: 'y', d: [] } },
    fields: { c: { visible: false, required: false, readOnly: false } },
  } as unknown as Card
  expect(factsOf(type, card).map(s => [s.key, s.fields.map(f => f.key)])).toEqual([['s', ['a']]])
})
