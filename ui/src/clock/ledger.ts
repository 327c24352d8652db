import type { Clock, Day } from '../api/process'
import { parseInstant } from '../i18n/format'

/** One line of the reckoning: when, what, how many minutes; null minutes were not counted. */
export type LedgerLine =
  | { kind: 'day'; date: string; day: Day; minutes: number; ahead: boolean; from: string; to: string }
  | { kind: 'days'; from: string; to: string; count: number; each: number; minutes: number; ahead: boolean }
  | { kind: 'off'; from: string; to: string; titles: string[]; of: Day['kind'] }
  | { kind: 'pause'; from: string; to?: string | undefined }

/**
 * The reckoning of a deadline, line by line in the order of time. What is counted adds up to the norm; the day in
 * which we are is told in two lines, what has passed of it and what is ahead.
 */
export function ledgerOf(clock: Clock, now: Date): LedgerLine[] {
  const lines: LedgerLine[] = []
  for (const day of clock.days ?? []) lines.push(...linesOfDay(day, stopped(clock, now)))
  return grouped([...lines, ...pauses(clock)].sort((a, b) => startOf(a).localeCompare(startOf(b))))
}

/** Up to when time counts as passed. */
function stopped(clock: Clock, now: Date): number {
  const at = clock.ended ?? (clock.state === 'paused' ? clock.pauses.at(-1)?.from : undefined)
  return (at ? parseInstant(at) : now).valueOf()
}

function pauses(clock: Clock): LedgerLine[] {
  return clock.pauses.map(p => ({ kind: 'pause', from: p.from, to: p.to }))
}

function linesOfDay(day: Day, till: number): LedgerLine[] {
  const first = day.slices[0]
  const last = day.slices.at(-1)
  if (!first || !last) return [{ kind: 'off', from: day.date, to: day.date, titles: titlesOf(day), of: day.kind }]
  const [passed, ahead] = parted(day, till)
  const line = (minutes: number, isAhead: boolean, from: string, to: string): LedgerLine[] =>
    minutes > 0 ? [{ kind: 'day', date: day.date, day, minutes, ahead: isAhead, from, to }] : []
  const cut = new Date(till).toISOString().replace('T', ' ')
  return [
    ...line(passed, false, first.from, ahead > 0 ? cut : last.to),
    ...line(ahead, true, passed > 0 ? cut : first.from, last.to),
  ]
}

const titlesOf = (day: Day) => (day.title ? [day.title] : [])

/** Minutes of a day before and after an instant. */
function parted(day: Day, till: number): [passed: number, ahead: number] {
  let passed = 0
  for (const slice of day.slices) {
    const [from, to] = [parseInstant(slice.from).valueOf(), parseInstant(slice.to).valueOf()]
    passed += Math.max(0, Math.min(to, till) - from)
  }
  const before = Math.min(day.work, Math.floor(passed / 60_000))
  return [before, day.work - before]
}

const startOf = (line: LedgerLine) => ('from' in line ? line.from : '')

/** Days off in a row are one line, and so are several ordinary days of the same length. */
function grouped(lines: LedgerLine[]): LedgerLine[] {
  const out: LedgerLine[] = []
  for (const line of lines) {
    const last = out.at(-1)
    const merged = last ? joined(last, line) : null
    if (merged) out[out.length - 1] = merged
    else out.push(line)
  }
  return out
}

function joined(last: LedgerLine, line: LedgerLine): LedgerLine | null {
  if (last.kind === 'off' && line.kind === 'off') {
    return { ...last, to: line.to, titles: [...new Set([...last.titles, ...line.titles])] }
  }
  if (line.kind !== 'day' || !isPlain(line.day) || line.minutes !== line.day.work) return null
  if (last.kind === 'days' && last.each === line.minutes && last.ahead === line.ahead) {
    return { ...last, to: line.date, count: last.count + 1, minutes: last.minutes + line.minutes }
  }
  if (last.kind === 'day' && isPlain(last.day) && last.minutes === line.minutes && last.minutes === last.day.work) {
    if (last.ahead !== line.ahead || last.date === line.date) return null
    return {
      kind: 'days',
      from: last.date,
      to: line.date,
      count: 2,
      each: line.minutes,
      minutes: 2 * line.minutes,
      ahead: line.ahead,
    }
  }
  return null
}

const isPlain = (day: Day) => day.kind === 'usual' && !day.cut && !day.title

export const sumOf = (lines: LedgerLine[]) =>
  lines.reduce((sum, line) => sum + (line.kind === 'day' || line.kind === 'days' ? line.minutes : 0), 0)

/** A piece of the ruler, as shares of its day. */
export interface Piece {
  from: number
  to: number
  kind: 'passed' | 'ahead' | 'pause'
}
export interface RulerDay {
  date: string
  off: boolean
  title: string
  pieces: Piece[]
}

/** Room for more days than these is not left; the ledger tells them. */
export const rulerDays = 14

/** The days from the start to the deadline, each with what was counted of it. */
export function rulerOf(clock: Clock, now: Date): RulerDay[] {
  const days = new Map<string, Day[]>()
  for (const day of clock.days ?? []) days.set(day.date, [...(days.get(day.date) ?? []), day])
  if (days.size > rulerDays) return []
  const till = stopped(clock, now)
  return [...days].map(([date, same]) => {
    const slices = same.flatMap(day => day.slices)
    const starts = slices.map(s => parseInstant(s.from).valueOf())
    const ends = slices.map(s => parseInstant(s.to).valueOf())
    const [open, close] = [Math.min(...starts), Math.max(...ends)]
    const share = (at: number) => (at - open) / Math.max(1, close - open)
    return {
      date,
      off: slices.length === 0,
      title: same.find(day => day.title)?.title ?? '',
      pieces: [
        ...slices.flatMap((_, i) => counted(starts[i] as number, ends[i] as number, till, share)),
        ...hatched(clock, open, close, share),
      ],
    }
  })
}

function counted(from: number, to: number, till: number, share: (at: number) => number): Piece[] {
  const cut = Math.min(Math.max(till, from), to)
  const pieces: Piece[] = [
    { from: share(from), to: share(cut), kind: 'passed' },
    { from: share(cut), to: share(to), kind: 'ahead' },
  ]
  return pieces.filter(piece => piece.to > piece.from)
}

function hatched(clock: Clock, open: number, close: number, share: (at: number) => number): Piece[] {
  return clock.pauses.flatMap(p => {
    const from = Math.max(open, parseInstant(p.from).valueOf())
    const to = Math.min(close, p.to ? parseInstant(p.to).valueOf() : close)
    return to > from ? [{ from: share(from), to: share(to), kind: 'pause' as const }] : []
  })
}
