import { expect, it } from 'vitest'
import { daysOf, hoursText, lengthOf, readHours } from './week'

it('reads and writes hours as people do', () => {
  expect(readHours('9:00-13:00, 14:00 – 18:00')).toEqual([
    ['09:00', '13:00'],
    ['14:00', '18:00'],
  ])
  expect(hoursText(readHours('22:00–24:00'))).toBe('22:00–24:00')
  expect(readHours('')).toEqual([])
  expect(readHours('9')).toBeNull()
  expect(readHours('9:00–25:00')).toBeNull()
  expect(readHours('24:30–25:00')).toBeNull()
  expect(lengthOf(readHours('09:00–13:00, 14:00–18:00') ?? [])).toBe(480)
})

it('knows what each day of a year is', () => {
  const week = { mon: [['09:00', '18:00']], sat: [] }
  const years = {
    '2026': { holidays: { '2026-01-05': 'Каникулы' }, short: { '2026-01-12': 60 }, working: { '2026-01-10': 'mon' } },
  }
  const days = new Map(daysOf({ week, years }, 2026).map(d => [d.date, d]))
  expect(days.size).toBe(365)
  expect(days.get('2026-01-05')).toMatchObject({ kind: 'holiday', why: 'Каникулы' })
  expect(days.get('2026-01-12')?.kind).toBe('short')
  expect(days.get('2026-01-10')?.kind).toBe('moved')
  expect(days.get('2026-01-19')?.kind).toBe('work')
  expect(days.get('2026-01-11')?.kind).toBe('free')
})
