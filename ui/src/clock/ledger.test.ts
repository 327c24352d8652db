import { describe, expect, it } from 'vitest'
import type { Clock, Day } from '../api/process'
import { ledgerOf, rulerOf, sumOf } from './ledger'

const at = (day: number, time: string) => `2026-11-${String(day).padStart(2, '0')} ${time}:00.000Z`
const workday = (day: number, from = '04:00', to = '13:00', more: Partial<Day> = {}): Day => ({
  date: `2026-11-${String(day).padStart(2, '0')}`,
  kind: 'usual',
  work: (Date.parse(`2026-11-01T${to}:00Z`) - Date.parse(`2026-11-01T${from}:00Z`)) / 60_000,
  slices: [{ from: at(day, from), to: at(day, to) }],
  ...more,
})
const off = (day: number, kind: Day['kind'] = 'free', title = ''): Day => ({
  date: `2026-11-${day}`,
  kind,
  work: 0,
  slices: [],
  ...(title && { title }),
})
const clock = (days: Day[], more: Partial<Clock> = {}): Clock => ({
  title: 'Решение',
  state: 'running',
  start: '',
  due: '',
  target: '',
  late: false,
  norm: days.reduce((sum, day) => sum + day.work, 0),
  rest: 0,
  work: true,
  calendar: null,
  pauses: [],
  levels: [],
  past: [],
  days,
  ...more,
})
const now = new Date('2026-11-20T10:00:00Z')

describe('the reckoning', () => {
  it('adds up to the norm, and parts the day in which we are', () => {
    const c = clock([workday(19, '10:00'), workday(20), off(21), off(22), workday(23, '04:00', '06:00')])
    const lines = ledgerOf(c, now)
    expect(lines.map(l => [l.kind, 'minutes' in l ? l.minutes : 0, 'ahead' in l ? l.ahead : null])).toEqual([
      ['day', 180, false],
      ['day', 360, false],
      ['day', 180, true],
      ['off', 0, null],
      ['day', 120, true],
    ])
    expect(sumOf(lines)).toBe(c.norm)
  })

  it('tells several ordinary days of one length in one line', () => {
    const days = [workday(23), workday(24), workday(25), workday(26, '04:00', '12:00', { cut: 60, title: 'Короткий' })]
    const lines = ledgerOf(clock(days), now)
    expect(lines).toHaveLength(2)
    expect(lines[0]).toMatchObject({ kind: 'days', count: 3, each: 540, minutes: 1620, to: '2026-11-25', ahead: true })
  })

  it('names the holidays among days off', () => {
    const [line] = ledgerOf(clock([off(21), off(22), off(23, 'holiday', 'Наурыз')]), now)
    expect(line).toMatchObject({ kind: 'off', from: '2026-11-21', to: '2026-11-23', titles: ['Наурыз'] })
  })

  it('puts a pause where it happened, between the two parts of its day', () => {
    const c = clock([workday(19, '04:00', '06:00'), workday(19, '09:00', '13:00')], {
      pauses: [{ from: at(19, '06:00'), to: at(19, '09:00') }],
    })
    expect(ledgerOf(c, now).map(l => l.kind)).toEqual(['day', 'pause', 'day'])
  })

  it('stops counting where the clock stands still', () => {
    const c = clock([workday(19)], { state: 'paused', pauses: [{ from: at(19, '06:00') }] })
    const lines = ledgerOf(c, now).filter(l => l.kind === 'day')
    expect(lines.map(l => l.kind === 'day' && [l.minutes, l.ahead])).toEqual([
      [120, false],
      [420, true],
    ])
  })
})

describe('the ruler', () => {
  it('draws what has passed, what is ahead, and pauses', () => {
    const c = clock([workday(20, '04:00', '07:00'), workday(20, '08:00', '14:00'), off(21)], {
      pauses: [{ from: at(20, '07:00'), to: at(20, '08:00') }],
    })
    const [day, free] = rulerOf(c, now)
    expect(day?.pieces).toEqual([
      { from: 0, to: 0.3, kind: 'passed' },
      { from: 0.4, to: 0.6, kind: 'passed' },
      { from: 0.6, to: 1, kind: 'ahead' },
      { from: 0.3, to: 0.4, kind: 'pause' },
    ])
    expect(free).toMatchObject({ off: true, pieces: [] })
  })
  it('leaves long terms to the ledger', () => {
    expect(rulerOf(clock(Array.from({ length: 15 }, (_, i) => workday(i + 1))), now)).toEqual([])
  })
})
