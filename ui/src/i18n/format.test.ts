import { describe, expect, it } from 'vitest'
import {
  formatAgo,
  formatBytes,
  formatDate,
  formatDay,
  formatDecimal,
  formatInstant,
  formatInstantShort,
  formatMoney,
  formatSpan,
  type Locale,
  sumDecimals,
  zoneName,
  zonePlace,
} from './format.ts'

const ru: Locale = {
  lang: 'ru',
  zone: 'Asia/Almaty',
  now: new Date('2026-03-26T06:40:00Z'), // 11:40 in Almaty
  currencies: { KZT: { digits: 2, symbol: '₸' }, JPY: { digits: 0, symbol: '¥' } },
}
const plain = (text: string) => text.replaceAll('\u00a0', '_')

describe('numbers', () => {
  it.each([
    ['1842500.50', '1_842_500,50'],
    ['-342500', '−342_500'],
    ['999', '999'],
    ['1000', '1_000'],
  ])('writes %s', (value, want) => expect(plain(formatDecimal(value, 'ru'))).toBe(want))

  it('adds amounts exactly', () => {
    expect(sumDecimals(['0.10', '0.20', '-1'])).toBe('-0.70')
    expect(sumDecimals(['9007199254740993.01', '0.01'])).toBe('9007199254740993.02')
    expect(sumDecimals([])).toBe('0')
  })
})

describe('money', () => {
  it('is full in a card and short in a list', () => {
    expect(plain(formatMoney('1842500.00', 'KZT', ru))).toBe('1_842_500,00_₸')
    expect(plain(formatMoney('1842500.00', 'KZT', ru, true))).toBe('1_842_500_₸')
    expect(plain(formatMoney('1842500.50', 'KZT', ru, true))).toBe('1_842_500,50_₸')
    expect(plain(formatMoney('1842500', 'KZT', ru))).toBe('1_842_500,00_₸')
  })
  it('knows currencies without small change and unknown ones', () => {
    expect(plain(formatMoney('500', 'JPY', ru))).toBe('500_¥')
    expect(plain(formatMoney('5', 'XXX', ru))).toBe('5,00_XXX')
  })
})

describe('dates', () => {
  it('drops the current year in tables', () => {
    expect(formatDate('2026-03-27', ru)).toBe('27.03')
    expect(formatDate('2025-03-27', ru)).toBe('27.03.2025')
  })
  it.each([
    ['2026-03-26', 'сегодня'],
    ['2026-03-25', 'вчера'],
    ['2026-03-27', 'завтра'],
    ['2026-03-28', 'сб, 28_марта'],
    ['2026-04-12', '12_апреля'],
    ['2025-05-12', '12_мая_2025'],
  ])('says %s as %s', (day, want) => expect(plain(formatDay(day, ru))).toBe(want))

  it('reads instants in the zone of the reader', () => {
    expect(formatInstant('2026-03-26 10:40:00.000Z', ru)).toBe('сегодня, 15:40')
    // 20:30 UTC is already tomorrow in Almaty
    expect(formatInstant('2026-03-26 20:30:00.000Z', ru)).toBe('завтра, 1:30')
    expect(formatInstantShort('2026-03-26 05:00:00.000Z', ru)).toBe('10:00')
    expect(formatInstantShort('2026-03-24 05:00:00.000Z', ru)).toBe('24.03')
  })
})

describe('spans', () => {
  it.each([
    [12_000, '3_ч_20_мин'],
    [3600, '1_ч'],
    [100_800, '1_д_4_ч'],
    [90_000 - 3600, '1_д'],
    [30, 'меньше минуты'],
    [-1500, '25_мин'],
  ])('writes %i s', (seconds, want) => expect(plain(formatSpan(seconds, 'ru'))).toBe(want))

  it('counts working days by the norm', () => expect(plain(formatSpan(12 * 3600, 'ru', 8))).toBe('1_д_4_ч'))

  it('says how long ago', () => {
    expect(plain(formatAgo('2026-03-26 06:26:00.000Z', ru))).toBe('14_мин назад')
    expect(plain(formatAgo('2026-03-26 03:30:00.000Z', ru))).toBe('3_ч назад')
    expect(formatAgo('2026-03-25 06:00:00.000Z', ru)).toBe('вчера')
  })
})

describe('sizes of files', () => {
  it.each([
    [512, '512_Б'],
    [184_000, '180_КБ'],
    [1_258_291, '1,2_МБ'],
    [1_048_576, '1_МБ'],
  ])('writes %i', (bytes, want) => expect(plain(formatBytes(bytes, 'ru'))).toBe(want))
})

it('names a zone by its distance', () => {
  expect(zoneName('Asia/Almaty', ru.now)).toBe('UTC+5')
  expect(zoneName('Asia/Kolkata', ru.now)).toBe('UTC+5:30')
  expect(zonePlace('Asia/Almaty', ru.now, () => 'Алматы')).toBe('Алматы (UTC+5)')
  expect(zonePlace('America/New_York', ru.now, () => '')).toBe('New York (UTC-4)')
  expect(zonePlace('UTC', ru.now, () => '')).toBe('UTC+0')
})
