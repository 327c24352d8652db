/** First letters of the first two words: «Асель Жумабекова» → «АЖ». */
export function initials(name: string): string {
  const words = name.trim().split(/\s+/).filter(Boolean)
  return words
    .slice(0, 2)
    .map(w => [...w][0]?.toLocaleUpperCase() ?? '')
    .join('')
}

/** The same person has the same colour everywhere. */
export function hueOf(id: string, hues = 6): number {
  let sum = 0
  for (const c of id) sum = (sum * 31 + (c.codePointAt(0) ?? 0)) % 9973
  return sum % hues
}
