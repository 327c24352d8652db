/** Reads a day as people type it; days are "YYYY-MM-DD" and have no zone. */

const pad = (n: number) => String(n).padStart(2, '0')

function real(year: number, month: number, day: number): string | null {
  const date = new Date(Date.UTC(year, month - 1, day))
  return date.getUTCMonth() === month - 1 && date.getUTCDate() === day ? `${year}-${pad(month)}-${pad(day)}` : null
}

export function addDays(day: string, count: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + count * 86_400_000).toISOString().slice(0, 10)
}

/** 26.03.2026 · 26.3.26 · 26.03 · 260326 · 26032026 · +3 · -1 · 2026-03-26. Without a year it is the year of today. */
export function parseDay(typed: string, today: string): string | null {
  const text = typed.trim().toLowerCase()
  const shift = /^([+-])\s?(\d{1,3})$/.exec(text)
  if (shift) return addDays(today, Number(`${shift[1]}${shift[2]}`))
  const iso = /^(\d{4})-(\d{1,2})-(\d{1,2})$/.exec(text)
  if (iso) return real(Number(iso[1]), Number(iso[2]), Number(iso[3]))
  const parts =
    /^(\d{1,2})[./\-\s](\d{1,2})(?:[./\-\s](\d{4}|\d{2}))?\.?$/.exec(text) ??
    /^(\d{2})(\d{2})(\d{4}|\d{2})?$/.exec(text)
  if (!parts) return null
  const year = parts[3] ?? today.slice(0, 4)
  return real(Number(year.length === 2 ? `20${year}` : year), Number(parts[2]), Number(parts[1]))
}

/** 26.03.2026 */
export const writeDay = (day: string) => day.slice(0, 10).split('-').reverse().join('.')
