import { expect, it } from 'vitest'
import type { RefInfo, TypeMeta } from '../api/types'
import { cellsOf } from './mend'
import { joined } from './picks'

const type = {
  fields: [
    { key: 'place', kind: 'text', many: false },
    { key: 'photos', kind: 'file', many: true },
    { key: 'scan', kind: 'file', many: false },
  ],
} as unknown as TypeMeta

it('begins a form with what was written, its files in their fields', () => {
  const [a, b, scan] = ['a.png', 'b.png', 'scan.pdf'].map(name => new File(['x'], name)) as [File, File, File]
  const cells = cellsOf(type, {
    body: { fields: { place: 'Зал 1', photos: [], scan: null } },
    files: [
      ['photos', a],
      ['scan', scan],
      ['photos', b],
    ],
  })
  expect(cells).toEqual({ place: 'Зал 1', photos: [a, b], scan })
})

it('offers what was offered last before what was offered earlier, each once', () => {
  const ref = (id: string, title = id): RefInfo => ({ type: 'users', id, title })
  expect(joined([ref('b', 'Борис'), ref('c')], [ref('a'), ref('b', 'Боря')])).toEqual([
    ref('b', 'Борис'),
    ref('c'),
    ref('a'),
  ])
  const many = Array.from({ length: 300 }, (_, i) => ref(`p${i}`))
  expect(joined([ref('new')], many)).toHaveLength(100)
})
