import { beforeEach, describe, expect, it } from 'vitest'
import type { FieldMeta, FieldState, TypeMeta } from '../api/types'
import { draftOf, faultsByPath, faultsUnder, mergeAnswer, shownFaults } from './answer'
import { draftKey, dropDraft, loadDraft, saveDraft } from './draft'
import { blocksOf, currenciesInside, inOrder, packRows, sectionsOf, underCause } from './layout'
import { nameOf } from './Summary'
import { Intent, parcelOf } from './send'

const field = (key: string, rest: Partial<FieldMeta> = {}): FieldMeta => ({ key, title: key, kind: 'text', ...rest })
const state = (rest: Partial<FieldState> = {}): FieldState => ({
  visible: true,
  required: false,
  readOnly: false,
  ...rest,
})
const fields = [field('a'), field('b'), field('made', { readOnly: true }), field('doc', { kind: 'file', many: true })]

describe('what is sent', () => {
  it('is only what differs from the stored record', () => {
    expect(draftOf(fields, { a: '1', b: '2', made: 'x' }, { a: '1', b: null })).toEqual({ b: '2' })
  })
  it('leaves empty cells of a new record out, so that defaults apply, except those emptied by hand', () => {
    expect(draftOf(fields, { a: null, b: null, doc: [] }, null)).toEqual({})
    expect(draftOf(fields, { a: null, b: null }, null, new Set(['b']))).toEqual({ b: null })
  })
  it('puts new files beside the values and keeps the names of stored ones', () => {
    const file = new File(['x'], 'акт.pdf')
    const parcel = parcelOf(fields, { a: '1', doc: ['old.pdf', file] }, null)
    expect(parcel).toEqual({ fields: { a: '1', doc: ['old.pdf'] }, files: [['doc', file]] })
  })
  it('repeats the key of a retry and takes a new one when the content changes or is done', () => {
    let n = 0
    const intent = new Intent(() => `k${++n}`)
    const keys = [intent.keyFor({ a: 1 }), intent.keyFor({ a: 1 }), intent.keyFor({ a: 2 })]
    intent.done()
    expect([...keys, intent.keyFor({ a: 2 })]).toEqual(['k1', 'k1', 'k2', 'k3'])
  })
})

describe('an answer laid over the form', () => {
  const answer = (values: object) => ({ fields: {}, errors: [], refs: {}, values }) as never
  it('sets what was computed and keeps what was typed since', () => {
    const merged = mergeAnswer(
      fields,
      { a: 'typed since', b: '' },
      { a: 'asked', b: '' },
      answer({ a: 'server', b: 'server' }),
    )
    expect(merged).toEqual({ a: 'typed since', b: 'server', made: null })
  })
  it('empties what is no longer computed and leaves what the engine keeps', () => {
    const all = [...fields, field('author', { engine: true, readOnly: true })]
    const cells = { a: 'x', made: '1 200,50', author: 'u1' }
    expect(mergeAnswer(all, cells, cells, answer({}))).toEqual({ a: 'x', made: null, author: 'u1' })
  })
})

describe('faults', () => {
  const faults = faultsByPath([
    {
      kind: 'invalid',
      code: 'x',
      fields: [
        { kind: 'invalid', code: 'r', field: 'a' },
        { kind: 'invalid', code: 'q', field: 'lines.2.qty' },
      ],
    },
    { kind: 'invalid', code: 'later', field: 'a' },
  ])
  const seen = { left: new Set<string>(), typing: null, attempted: false, shown: new Set<string>() }
  it('stand by path, the first wins', () => {
    expect(Object.keys(faults)).toEqual(['a', 'lines.2.qty'])
    expect(faults.a?.code).toBe('r')
    expect(faultsUnder(faults, 'lines')['2.qty']?.code).toBe('q')
  })
  it('wait until the field is left', () => {
    expect(Object.keys(shownFaults(faults, seen))).toEqual([])
    expect(Object.keys(shownFaults(faults, { ...seen, left: new Set(['lines']) }))).toEqual(['lines.2.qty'])
    expect(Object.keys(shownFaults(faults, { ...seen, attempted: true }))).toEqual(['a', 'lines.2.qty'])
  })
  it('do not appear in the middle of a word, but those already shown stay', () => {
    expect(Object.keys(shownFaults(faults, { ...seen, attempted: true, typing: 'a' }))).toEqual(['lines.2.qty'])
    expect(
      Object.keys(shownFaults(faults, { ...seen, attempted: true, typing: 'a', shown: new Set(['a']) })),
    ).toHaveLength(2)
  })
  it('are named by field and line', () => {
    const lines = field('lines', { kind: 'rows', title: 'Состав', columns: [field('qty', { title: 'Кол-во' })] })
    expect(nameOf('lines.2.qty', [lines], (f, line) => `${f}, строка ${line}`)).toBe('Кол-во, строка 3')
  })
})

describe('layout', () => {
  const type = (fs: FieldMeta[], sections: TypeMeta['sections'] = []) =>
    ({ fields: fs, sections }) as unknown as TypeMeta
  it('puts fields that no section names after the rest and cuts long sections', () => {
    const many = Array.from({ length: 12 }, (_, i) => field(`f${i}`))
    const parts = sectionsOf(type([...many, field('x')], [{ key: 's', title: 'С', fields: many.map(f => f.key) }]))
    expect(parts.map(p => [p.title, p.fields.length])).toEqual([
      ['С', 6],
      ['', 6],
      ['', 1],
    ])
  })
  it('slides a conditional field under the last of its causes', () => {
    const [a, b, c, why] = [field('a'), field('b'), field('c'), field('why')]
    const states = (f: FieldMeta) => (f === why ? state({ required: true, because: ['a', 'b'] }) : state())
    expect(underCause([why, a, b, c] as FieldMeta[], states).map(f => f.key)).toEqual(['a', 'b', 'why', 'c'])
  })
  it('draws a currency inside the first amount of its section', () => {
    const currency = field('cur', { kind: 'enum' })
    const amounts = [
      field('sum', { kind: 'money', currencyField: 'cur' }),
      field('tax', { kind: 'money', currencyField: 'cur' }),
    ]
    expect([...currenciesInside([currency, ...amounts])]).toEqual([['sum', currency]])
    const blocks = blocksOf(
      type([currency, ...amounts]),
      () => state(),
      () => true,
    )
    expect(blocks[0]?.rows.flat().map(p => p.field.key)).toEqual(['sum', 'tax'])
  })
  it('evens rows out, but leaves a lone short field short', () => {
    const placed = (span: number) => ({ field: field(`s${span}`), state: state(), span, caused: false })
    expect(packRows([placed(6), placed(4), placed(12), placed(4)]).map(row => row.map(p => p.span))).toEqual([
      [6, 6],
      [12],
      [4],
    ])
  })
  it('leaves out hidden fields and the sections they empty', () => {
    const t = type(
      [field('a'), field('b')],
      [
        { key: 'one', title: '1', fields: ['a'] },
        { key: 'two', title: '2', fields: ['b'] },
      ],
    )
    expect(
      blocksOf(
        t,
        f => state({ visible: f.key === 'b' }),
        () => true,
      ).map(b => b.key),
    ).toEqual(['two'])
  })
  it('orders messages as the fields stand', () => {
    const blocks = blocksOf(
      type([field('a'), field('b')]),
      () => state(),
      () => true,
    )
    expect(Object.keys(inOrder({ b: 1, 'a.0.x': 2, '': 3 }, blocks))).toEqual(['', 'a.0.x', 'b'])
  })
})

describe('draft on this device', () => {
  const key = draftKey('u1', 'pack_type')
  beforeEach(() => localStorage.clear())
  it('keeps values, names the files that cannot be kept, and is forgotten', () => {
    const ok = saveDraft(
      localStorage,
      key,
      { a: '1', doc: ['old.pdf', new File(['x'], 'new.pdf')] },
      '2026-03-26T06:38:00Z',
      3,
    )
    expect(ok).toBe(true)
    expect(loadDraft(localStorage, key)).toEqual({
      at: '2026-03-26T06:38:00Z',
      values: { a: '1', doc: ['old.pdf'] },
      files: ['new.pdf'],
      revision: 3,
    })
    dropDraft(localStorage, key)
    expect(loadDraft(localStorage, key)).toBeNull()
  })
  it('says when the device refuses, and does not trip over rubbish', () => {
    const full = {
      getItem: () => '{',
      removeItem: () => undefined,
      setItem: () => {
        throw new Error('full')
      },
    }
    expect(saveDraft(full, key, {}, 'now')).toBe(false)
    expect(loadDraft(full, key)).toBeNull()
  })
  it('belongs to a person, a type and a record', () => {
    expect(
      new Set([draftKey('u1', 't'), draftKey('u2', 't'), draftKey('u1', 't', 'r'), draftKey('u1', 'x')]).size,
    ).toBe(4)
  })
})
