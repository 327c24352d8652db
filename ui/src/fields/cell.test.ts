import { describe, expect, it } from 'vitest'
import { type Cell, isEmpty, sameCell } from './cell'
import { checkFile, extensionOf, nameOf, sortsOf } from './file_check'
import { byType, refInfo, refKey, storedRef } from './lookup'
import { cellOf } from './quantity'
import { hrefOf } from './text'
import { parseDay, writeDay } from './typed_date'
import { toInstant, toWall } from './zoned'

describe('equality of cells', () => {
  it.each<[Cell, Cell, boolean]>([
    [null, '', true],
    [[], null, true],
    ['1', '1.0', false],
    [{ lat: 1, lon: 2 }, { lon: 2, lat: 1 }, true],
    [[{ id: 'a', note: null }], [{ id: 'a' }], true],
    [['a', 'b'], ['b', 'a'], false],
    [false, null, false],
  ])('%j and %j: %s', (a, b, same) => expect(sameCell(a, b)).toBe(same))

  it('takes two chosen files for the same only when they are one', () => {
    const file = new File(['x'], 'a.pdf')
    expect(sameCell(file, file)).toBe(true)
    expect(sameCell(file, new File(['x'], 'a.pdf'))).toBe(false)
    expect(isEmpty(0)).toBe(false)
  })
})

describe('days as people type them', () => {
  it.each([
    ['26.03.2026', '2026-03-26'],
    ['26.3.26', '2026-03-26'],
    ['26.03', '2026-03-26'],
    ['260326', '2026-03-26'],
    ['26032026', '2026-03-26'],
    ['+3', '2026-03-23'],
    ['-1', '2026-03-19'],
    ['2026-03-26', '2026-03-26'],
    ['31.02.2026', null],
    ['завтра', null],
    ['', null],
  ])('%s is %s', (typed, day) => expect(parseDay(typed, '2026-03-20')).toBe(day))

  it('reads back', () => expect(writeDay('2026-03-26')).toBe('26.03.2026'))
})

describe('instants in the zone of the reader', () => {
  it('shows the wall clock and takes it back', () => {
    expect(toWall('2026-03-26 09:00:00.000Z', 'Asia/Almaty')).toBe('2026-03-26 14:00:00')
    expect(toInstant('2026-03-26 14:00:00', 'Asia/Almaty')).toBe('2026-03-26 09:00:00.000Z')
  })
  it('moves an hour that spring skips forward, and takes the first of a repeated hour', () => {
    expect(toInstant('2026-03-29 02:30:00', 'Europe/Berlin')).toBe('2026-03-29 01:30:00.000Z')
    expect(toInstant('2026-10-25 02:30:00', 'Europe/Berlin')).toBe('2026-10-25 00:30:00.000Z')
  })
  it('knows what is no instant', () => {
    expect(toWall('скоро', 'UTC')).toBeNull()
    expect(toInstant('', 'UTC')).toBeNull()
  })
})

describe('files before sending', () => {
  const field = { key: 'f', title: 'Счёт', kind: 'file' as const, accept: ['application/pdf', 'image/*'], maxSize: 100 }
  it.each([
    ['счёт.pdf', 'application/pdf', 100, null],
    ['фото.png', 'image/png', 1, null],
    ['отчёт.xlsx', 'application/vnd.ms-excel', 1, 'wrongSort'],
    ['счёт.pdf', 'application/pdf', 101, 'tooBig'],
    ['unknown', '', 1, null],
  ])('%s (%s, %d bytes): %s', (name, type, size, code) =>
    expect(checkFile(field, { name, type, size })?.code ?? null).toBe(code),
  )

  it('names sorts for people and hides what storage adds to a name', () => {
    expect(sortsOf(field.accept, family => `все ${family}`)).toBe('PDF, все image')
    const refs = { 'file/a_a1B2c3D4e5.pdf': { type: 'file', id: 'a_a1B2c3D4e5.pdf', title: 'Счёт № 118.pdf' } }
    expect(nameOf('a_a1B2c3D4e5.pdf', refs)).toBe('Счёт № 118.pdf')
    expect(nameOf('schet_118_a1B2c3D4e5.pdf', {})).toBe('schet_118.pdf')
    expect(nameOf('short_a1.pdf', {})).toBe('short_a1.pdf')
    expect(extensionOf('Архив.TAR')).toBe('tar')
  })
})

describe('references', () => {
  const meta = { types: [{ key: 'pack/big_type', slug: 'pack_big_type' }] } as never
  const open = { key: 'r', title: '', kind: 'ref' as const, target: '' }
  const closed = { ...open, target: 'pack_big_type' }
  it('stores the id alone, or the type with it when several are possible', () => {
    expect(storedRef(closed, { type: 'pack_big_type', id: 'x' }, meta)).toBe('x')
    expect(storedRef(open, { type: 'pack_big_type', id: 'x' }, meta)).toBe('pack/big_type/x')
    expect(refKey(open, 'pack/big_type/x', meta)).toBe('pack_big_type/x')
    expect(refKey(closed, 'x', meta)).toBe('pack_big_type/x')
  })
  it('takes an unresolved reference for gone', () =>
    expect(refInfo(closed, 'x', {}, meta)).toMatchObject({ id: 'x', gone: true }))
  it('groups options by type in order of arrival', () =>
    expect(
      byType([
        { type: 'b', id: '1', title: '' },
        { type: 'a', id: '2', title: '' },
        { type: 'b', id: '3', title: '' },
      ]).map(([slug, o]) => [slug, o.length]),
    ).toEqual([
      ['b', 2],
      ['a', 1],
    ]))
})

describe('typed values', () => {
  it('keeps decimals as text and makes integers numbers', () => {
    expect(cellOf({ key: 'n', title: '', kind: 'integer' }, '12')).toBe(12)
    expect(cellOf({ key: 'n', title: '', kind: 'integer' }, '-')).toBe('-')
    expect(cellOf({ key: 'n', title: '', kind: 'decimal' }, '0.10')).toBe('0.10')
    expect(cellOf({ key: 'n', title: '', kind: 'decimal' }, '')).toBeNull()
  })
  it('links only addresses that cannot run', () => {
    expect(hrefOf('uri', 'javascript:alert(1)')).toBeNull()
    expect(hrefOf('uri', 'https://dala.kz')).toBe('https://dala.kz')
    expect(hrefOf('phone', '+7 (701) 123-45-67')).toBe('tel:+77011234567')
    expect(hrefOf(undefined, 'https://dala.kz')).toBeNull()
  })
})
