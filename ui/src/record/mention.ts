import type { RefInfo } from '../api/types'

/** Mentions travel as @[Name](ID); while typing they are «@Name» and a list of who is meant. */

export interface Asking {
  /** Where the @ stands. */
  from: number
  q: string
}
export interface Mentioned {
  id: string
  name: string
}

/** What is being looked for at the caret: «@Рус» but not a mail address, nor a name already ended. */
export function askingAt(text: string, caret: number): Asking | null {
  const before = text.slice(0, caret)
  const from = before.lastIndexOf('@')
  if (from < 0 || /[\p{L}\p{N}._-]/u.test(before[from - 1] ?? '')) return null
  const q = before.slice(from + 1)
  return /^[\p{L}-]*(?: [\p{L}-]*)?$/u.test(q) ? { from, q } : null
}

export function insertMention(
  text: string,
  asking: Asking,
  caret: number,
  person: RefInfo,
): { text: string; caret: number } {
  const name = `@${person.title} `
  const after = text.slice(caret).replace(/^ /, '')
  return { text: text.slice(0, asking.from) + name + after, caret: asking.from + name.length }
}

/** The text as it travels, and the ids of those still named in it. Longer names first: «Ли» must not eat «Ли Анна». */
export function wireComment(text: string, people: Mentioned[]): { text: string; mentions: string[] } {
  const longest = [...people].sort((a, b) => b.name.length - a.name.length)
  const mentions = new Set<string>()
  const marked = longest.reduce((result, person) => {
    const pieces = result.split(`@${person.name}`)
    if (pieces.length > 1) mentions.add(person.id)
    return pieces.join(`\u0000${person.id}\u0001`)
  }, text)
  const wired = longest.reduce(
    (result, person) => result.replaceAll(`\u0000${person.id}\u0001`, `@[${person.name}](${person.id})`),
    marked,
  )
  return { text: wired.trim(), mentions: [...mentions] }
}

export type Piece = { kind: 'text'; text: string } | { kind: 'mention'; id: string; name: string }

export function readComment(text: string): Piece[] {
  const pieces: Piece[] = []
  let at = 0
  for (const match of text.matchAll(/@\[([^\]]+)\]\(([^)\s]+)\)/g)) {
    if (match.index > at) pieces.push({ kind: 'text', text: text.slice(at, match.index) })
    pieces.push({ kind: 'mention', name: match[1] as string, id: match[2] as string })
    at = match.index + match[0].length
  }
  if (at < text.length) pieces.push({ kind: 'text', text: text.slice(at) })
  return pieces
}
