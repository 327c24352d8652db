/** Units of a length of time as the server writes it: "7d", "1mo2d", "2h30m"; working time "3wd", "4wh". */
export const units = ['mo', 'd', 'h', 'm', 'wd', 'wh', 'wm'] as const
export type Unit = (typeof units)[number]
export interface SpanPart {
  n: string
  unit: Unit
}

const whole = /^(?:\d+(?:mo|d|h|m|wd|wh|wm)\s*)+$/

/** The parts of a span; null when it is none. */
export function partsOf(text: string): SpanPart[] | null {
  const tidy = text.trim()
  if (!whole.test(tidy)) return null
  return [...tidy.matchAll(/(\d+)(mo|d|h|m|wd|wh|wm)/g)].map(([, n = '', unit]) => ({ n, unit: unit as Unit }))
}

/** One number with one unit, or nothing yet: what two controls can hold. */
export function simple(text: string): SpanPart | null {
  if (text === '') return { n: '', unit: 'd' }
  const parts = partsOf(text)
  return parts?.length === 1 ? (parts[0] ?? null) : null
}

export const written = ({ n, unit }: SpanPart) => (n === '' ? '' : `${n}${unit}`)
