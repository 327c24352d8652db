/**
 * Numbers, money, dates and spans as the guide wants them (§6). Pure: the reader's
 * language, zone and the present instant come as a context. Amounts are decimal
 * strings and stay strings: no number is ever rounded through a float.
 */
export interface Locale {
  lang: 'ru' | 'en'
  zone: string // IANA name
  now: Date
  currencies: Record<string, { digits: number; symbol: string }>
}

export const NBSP = '\u00a0'
export const MINUS = '\u2212'

const dayMs = 86_400_000

/** «1842500.50» → «1 842 500,50». Zeros of the fraction stay as they are given. */
export function formatDecimal(value: string | number, lang: Locale['lang']): string {
  const text = String(value)
  const negative = text.startsWith('-')
  const [whole = '0', fraction] = (negative ? text.slice(1) : text).split('.')
  const grouped = group(whole, lang)
  const point = lang === 'ru' ? ',' : '.'
  return (negative ? MINUS : '') + grouped + (fraction ? point + fraction : '')
}

function group(digits: string, lang: Locale['lang']): string {
  return digits.replace(/\B(?=(\d{3})+(?!\d))/g, lang === 'ru' ? NBSP : ',')
}

export function formatInteger(value: number, lang: Locale['lang']): string {
  return formatDecimal(String(Math.trunc(value)), lang)
}

/** `short` leaves out a fraction of zeros, for lists; a card writes it in full. */
export function formatMoney(value: string, currency: string, locale: Locale, short = false): string {
  const { digits = 2, symbol = currency } = locale.currencies[currency] ?? {}
  const text = formatDecimal(short ? trimZeros(value) : padFraction(value, digits), locale.lang)
  return symbol ? text + NBSP + symbol : text
}

function trimZeros(value: string): string {
  return value.includes('.') ? value.replace(/\.0+$/, '') : value
}

function padFraction(value: string, digits: number): string {
  const [whole = '0', fraction = ''] = value.split('.')
  return digits === 0 && !fraction ? whole : `${whole}.${fraction.padEnd(digits, '0')}`
}

/** Adds decimal strings exactly; the sum has the longest fraction among them. */
export function sumDecimals(values: string[]): string {
  const scale = Math.max(0, ...values.map(v => (v.split('.')[1] ?? '').length))
  const total = values.reduce((sum, v) => sum + scaled(v, scale), 0n)
  return unscaled(total, scale)
}

function scaled(value: string, scale: number): bigint {
  const [whole = '0', fraction = ''] = value.replace('-', '').split('.')
  const n = BigInt(whole + fraction.padEnd(scale, '0'))
  return value.startsWith('-') ? -n : n
}

function unscaled(value: bigint, scale: number): string {
  const digits = (value < 0n ? -value : value).toString().padStart(scale + 1, '0')
  const text = scale ? `${digits.slice(0, -scale)}.${digits.slice(-scale)}` : digits
  return value < 0n ? `-${text}` : text
}

/** Calendar day of an instant in the zone, "2026-03-26". */
export function dayOf(at: Date, zone: string): string {
  return partsFormat(zone).format(at)
}

const dayFormats = new Map<string, Intl.DateTimeFormat>()
function partsFormat(zone: string): Intl.DateTimeFormat {
  let f = dayFormats.get(zone)
  if (!f) {
    f = new Intl.DateTimeFormat('en-CA', { timeZone: zone, year: 'numeric', month: '2-digit', day: '2-digit' })
    dayFormats.set(zone, f)
  }
  return f
}

/** PocketBase writes "2026-03-26 09:00:00.000Z"; Date wants a T. */
export function parseInstant(value: string): Date {
  return new Date(value.replace(' ', 'T'))
}

/** Days from a to b, both "yyyy-mm-dd". */
export function daysBetween(a: string, b: string): number {
  return Math.round((Date.parse(`${b}T00:00:00Z`) - Date.parse(`${a}T00:00:00Z`)) / dayMs)
}

/** In a table: 26.03, another year 26.03.2025. */
export function formatDate(day: string, locale: Locale): string {
  const [year = '', month = '', date = ''] = day.slice(0, 10).split('-')
  const current = dayOf(locale.now, locale.zone).slice(0, 4)
  if (locale.lang === 'en') {
    return englishDate(day, year !== current)
  }
  return year === current ? `${date}.${month}` : `${date}.${month}.${year}`
}

function englishDate(day: string, withYear: boolean): string {
  const options: Intl.DateTimeFormatOptions = { day: 'numeric', month: 'short', timeZone: 'UTC' }
  return noBreak(
    new Intl.DateTimeFormat('en-GB', withYear ? { ...options, year: 'numeric' } : options).format(
      new Date(`${day.slice(0, 10)}T00:00:00Z`),
    ),
  )
}

/** In full: 26.03.2026 (ru), 26 Mar 2026 (en). */
export function formatFullDate(day: string, locale: Locale): string {
  const [year = '', month = '', date = ''] = day.slice(0, 10).split('-')
  return locale.lang === 'ru' ? `${date}.${month}.${year}` : englishDate(day, true)
}

/** In a sentence: сегодня, вчера, завтра, пт, 27 марта, 12 мая 2025. */
export function formatDay(day: string, locale: Locale): string {
  const today = dayOf(locale.now, locale.zone)
  const distance = daysBetween(today, day.slice(0, 10))
  const near = Math.abs(distance) <= 1 ? relativeDay(distance, locale.lang) : ''
  if (near) return near
  const sameYear = day.slice(0, 4) === today.slice(0, 4)
  const options: Intl.DateTimeFormatOptions = { day: 'numeric', month: 'long', timeZone: 'UTC' }
  if (Math.abs(distance) < 7) options.weekday = 'short'
  if (!sameYear) options.year = 'numeric'
  const text = new Intl.DateTimeFormat(locale.lang === 'ru' ? 'ru-RU' : 'en-GB', options).format(
    new Date(`${day.slice(0, 10)}T00:00:00Z`),
  )
  return noBreak(text.replace(/\s?г\.$/, ''))
}

function relativeDay(distance: number, lang: Locale['lang']): string {
  return new Intl.RelativeTimeFormat(lang, { numeric: 'auto' }).format(distance, 'day')
}

/** Number and month, number and unit never part; the space after a comma may break. */
function noBreak(text: string): string {
  return text.replace(/(\d) (\p{L})/gu, `$1${NBSP}$2`).replace(/(\p{L}) (\d{4})/gu, `$1${NBSP}$2`)
}

export function formatTime(at: Date, locale: Locale): string {
  return new Intl.DateTimeFormat('ru-RU', { hour: 'numeric', minute: '2-digit', timeZone: locale.zone }).format(at)
}

/** «сегодня, 12:05», «пт, 27 марта, 12:30», «12 мая 2025, 9:00». */
export function formatInstant(value: string, locale: Locale): string {
  const at = parseInstant(value)
  return `${formatDay(dayOf(at, locale.zone), locale)}, ${formatTime(at, locale)}`
}

/** Where it is read on any day: 12.05.2025, 9:00. */
export function formatFullInstant(value: string, locale: Locale): string {
  const at = parseInstant(value)
  return `${formatFullDate(dayOf(at, locale.zone), locale)}, ${formatTime(at, locale)}`
}

/** In a table: today the time, else the date. */
export function formatInstantShort(value: string, locale: Locale): string {
  const at = parseInstant(value)
  const day = dayOf(at, locale.zone)
  return day === dayOf(locale.now, locale.zone) ? formatTime(at, locale) : formatDate(day, locale)
}

const units = {
  ru: { day: 'д', hour: 'ч', minute: 'мин', less: 'меньше минуты' },
  en: { day: 'd', hour: 'h', minute: 'min', less: 'under a minute' },
} as const

/** The two senior units: «3 ч 20 мин», «1 д 4 ч». A day is 24 hours unless the norm says otherwise. */
export function formatSpan(seconds: number, lang: Locale['lang'], hoursInDay = 24): string {
  const u = units[lang]
  const minutes = Math.floor(Math.abs(seconds) / 60)
  const perDay = hoursInDay * 60
  const parts: [number, string][] = [
    [Math.floor(minutes / perDay), u.day],
    [Math.floor((minutes % perDay) / 60), u.hour],
    [minutes % 60, u.minute],
  ]
  const first = parts.findIndex(([n]) => n > 0)
  if (first < 0) return u.less
  return parts
    .slice(first, first + 2)
    .filter(([n]) => n > 0)
    .map(([n, unit]) => n + NBSP + unit)
    .join(NBSP)
}

/** «14 мин назад», «вчера», «12 марта»: how long ago, as a person would say. */
export function formatAgo(value: string, locale: Locale): string {
  const at = parseInstant(value)
  const seconds = (locale.now.getTime() - at.getTime()) / 1000
  const relative = new Intl.RelativeTimeFormat(locale.lang, { numeric: 'auto', style: 'short' })
  if (seconds < 60) return relative.format(0, 'second')
  if (seconds < 3600) return tidy(relative.format(-Math.floor(seconds / 60), 'minute'))
  const day = dayOf(at, locale.zone)
  if (day === dayOf(locale.now, locale.zone)) return tidy(relative.format(-Math.floor(seconds / 3600), 'hour'))
  return formatDay(day, locale)
}

function tidy(text: string): string {
  return noBreak(text.replace('мин.', 'мин').replace(' ч. ', ' ч '))
}

const fileUnits = { ru: ['Б', 'КБ', 'МБ', 'ГБ'], en: ['B', 'KB', 'MB', 'GB'] } as const

export function formatBytes(bytes: number, lang: Locale['lang']): string {
  const step = bytes < 1024 ? 0 : Math.min(3, Math.floor(Math.log2(bytes) / 10))
  const n = bytes / 1024 ** step
  const text = step > 1 && n < 10 ? n.toFixed(1) : String(Math.round(n))
  return formatDecimal(text.replace(/\.0$/, ''), lang) + NBSP + fileUnits[lang][step]
}

/** Capital first letter, for a date that opens a line. */
export function capital(text: string): string {
  return text.charAt(0).toLocaleUpperCase() + text.slice(1)
}

/** «UTC+5»: how far the zone is from Greenwich at a moment. */
export function zoneName(zone: string, at: Date): string {
  const parts = new Intl.DateTimeFormat('en', { timeZone: zone, timeZoneName: 'shortOffset' }).formatToParts(at)
  return (parts.find(p => p.type === 'timeZoneName')?.value ?? zone).replace('GMT', 'UTC')
}

/** «Алматы (UTC+5)»; `named` knows the place in the reader's language. */
export function zonePlace(zone: string, at: Date, named: (place: string) => string): string {
  const offset = zoneName(zone, at)
  const place = zone.slice(zone.lastIndexOf('/') + 1)
  return zone.includes('/') ? `${named(place) || place.replaceAll('_', ' ')} (${offset})` : offset
}
