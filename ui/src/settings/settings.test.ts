import { describe, expect, it } from 'vitest'
import type { Setting, SettingsAnswer } from '../api/types'
import { byPack, merged } from './packs'
import { partsOf, simple, written } from './span'

describe('a length of time', () => {
  it.each([
    ['7d', [{ n: '7', unit: 'd' }]],
    [
      '1mo2d',
      [
        { n: '1', unit: 'mo' },
        { n: '2', unit: 'd' },
      ],
    ],
    ['4wh', [{ n: '4', unit: 'wh' }]],
    [
      '2h 30m',
      [
        { n: '2', unit: 'h' },
        { n: '30', unit: 'm' },
      ],
    ],
  ])('%s is read by its parts', (text, parts) => expect(partsOf(text)).toEqual(parts))
  it.each(['', 'soon', '7', '7w', '-7d', '7d soon'])('%j is none', text => expect(partsOf(text)).toBeNull())
  it('stands in a number and a unit when it has one, also while nothing is typed', () => {
    expect(simple('36h')).toEqual({ n: '36', unit: 'h' })
    expect(simple('')).toEqual({ n: '', unit: 'd' })
    expect(simple('1d12h')).toBeNull()
    expect(written({ n: '36', unit: 'h' })).toBe('36h')
    expect(written({ n: '', unit: 'h' })).toBe('')
  })
})

const setting = (key: string, value = '1') => {
  const pack = key.split('/')[0] ?? ''
  return { key, pack: { key: pack, title: pack.toUpperCase() }, value } as unknown as Setting
}

it('stands under its pack, in the order of the server', () => {
  const packs = byPack([setting('b/x'), setting('a/y'), setting('b/z')])
  expect(packs.map(p => [p.title, p.settings.map(s => s.key)])).toEqual([
    ['B', ['b/x', 'b/z']],
    ['A', ['a/y']],
  ])
})

it('takes over what the server has just told and leaves the others', () => {
  const old = {
    settings: [setting('b/x'), setting('a/y')],
    refs: { 'users/1': { title: 'A' } },
  } as unknown as SettingsAnswer
  const fresh = { settings: [setting('a/y', '2')], refs: { 'users/2': { title: 'B' } } } as unknown as SettingsAnswer
  const now = merged(old, fresh)
  expect(now.settings.map(s => [s.key, s.value])).toEqual([
    ['b/x', '1'],
    ['a/y', '2'],
  ])
  expect(Object.keys(now.refs)).toEqual(['users/1', 'users/2'])
  expect(merged(undefined, fresh)).toBe(fresh)
})
