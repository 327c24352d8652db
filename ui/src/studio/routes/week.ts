import { object } from '../doc/config'
import type { Json } from '../doc/json'

export const weekdays = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const
export type Weekday = (typeof weekdays)[number]

const clock = /^([01]?\d|2[0-4]):([0-5]\d)$/

/** Hours as people write them: «09:00–13:00, 14:00–18:00». */
export function hoursText(hours: Json | undefined): string {
  if (!Array.isArray(hours)) return ''
  return hours.map(part => (Array.isArray(part) ? `${part[0]}–${part[1]}` : '')).join(', ')
}

/** Hours as the calendar keeps them; null when the text is none. */
export function readHours(text: string): string[][] | null {
  const parts = text
    .split(/[,;]/)
    .map(p => p.trim())
    .filter(Boolean)
  const read = parts.map(p => p.split(/\s*[–—-]\s*/).map(two))
  return read.every(p => p.length === 2 && p.every(at => at !== '')) ? read : null
}

function two(text: string): string {
  const [, hour = '', minute = ''] = clock.exec(text.trim()) ?? []
  return minute && Number(hour) * 60 + Number(minute) <= 24 * 60 ? `${hour.padStart(2, '0')}:${minute}` : ''
}

const minutes = (at: string) => Number(at.slice(0, 2)) * 60 + Number(at.slice(3))

/** Length of a day in minutes. */
export function lengthOf(hours: Json | undefined): number {
  if (!Array.isArray(hours)) return 0
  return hours.reduce<number>(
    (sum, p) => sum + (Array.isArray(p) ? minutes(String(p[1])) - minutes(String(p[0])) : 0),
    0,
  )
}

export type DayKind = 'work' | 'free' | 'holiday' | 'short' | 'moved'

export interface Day {
  date: string // 2026-03-26
  kind: DayKind
  why: string
}

/** Every day of a year by the week and the exceptions of a calendar. */
export function daysOf(calendar: Json | undefined, year: number): Day[] {
  const all = object(calendar)
  const week = object(all.week)
  const own = object(object(all.years)[String(year)])
  const [holidays, short, working, custom] = [own.holidays, own.short, own.working, own.custom].map(object)
  const swaps = object(own.swaps)
  const swapped = new Set([...Object.keys(swaps), ...Object.values(swaps).map(String)])
  const out: Day[] = []
  for (const at = new Date(Date.UTC(year, 0, 1)); at.getUTCFullYear() === year; at.setUTCDate(at.getUTCDate() + 1)) {
    const date = at.toISOString().slice(0, 10)
    const usual = lengthOf(week[weekdays[(at.getUTCDay() + 6) % 7] ?? 'sun']) > 0
    out.push({ date, ...kindOf(date, usual) })
  }
  return out

  function kindOf(date: string, usual: boolean): { kind: DayKind; why: string } {
    if (holidays && date in holidays) return { kind: 'holiday', why: String(holidays[date]) }
    if (custom && date in custom) return { kind: 'moved', why: String(object(custom[date]).title ?? '') }
    if ((working && date in working) || swapped.has(date)) return { kind: 'moved', why: '' }
    if (short && date in short) return { kind: 'short', why: String(short[date]) }
    return { kind: usual ? 'work' : 'free', why: '' }
  }
}
