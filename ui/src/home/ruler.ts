import type { WorkDay } from '../api/types'
import { parseInstant } from '../i18n/format'

/** A day as a strip: every place is a share of its length, 0 to 1. */
export interface Strip {
  at: (instant: string | Date) => number
  inside: (instant: string | Date) => boolean
  hours: { at: number; instant: Date }[]
  breaks: { from: number; to: number; title: string }[]
}

const hourMs = 3_600_000

export function stripOf(day: WorkDay): Strip {
  const from = parseInstant(day.from).getTime()
  const to = parseInstant(day.to).getTime()
  const time = (x: string | Date) => (typeof x === 'string' ? parseInstant(x) : x).getTime()
  const at = (x: string | Date) => Math.min(1, Math.max(0, (time(x) - from) / (to - from)))
  const hours: Strip['hours'] = []
  for (let h = from; h <= to; h += hourMs) hours.push({ at: at(new Date(h)), instant: new Date(h) })
  return {
    at,
    inside: x => time(x) >= from && time(x) <= to,
    hours,
    breaks: day.breaks.map(b => ({ from: at(b.from), to: at(b.to), title: b.title })),
  }
}

export interface Label {
  from: number
  to: number
}

/** Labels that would stand on each other are left out; the earlier in the given order stays. */
export function spaced<T extends Label>(labels: T[]): T[] {
  const kept: T[] = []
  for (const label of labels) {
    if (kept.every(k => label.to <= k.from || label.from >= k.to)) kept.push(label)
  }
  return kept
}
