import type { Impact, Moves, TypeMoves } from './types'

/** Moves with one type's part changed; parts that say nothing are left out. */
export function withType(moves: Moves, type: string, turn: (of: TypeMoves) => TypeMoves): Moves {
  const next = turn(moves[type] ?? {})
  const kept = Object.fromEntries(
    Object.entries(next).filter(([, v]) => v !== undefined && (typeof v !== 'object' || Object.keys(v).length > 0)),
  ) as TypeMoves
  const { [type]: _, ...others } = moves
  return Object.keys(kept).length > 0 ? { ...others, [type]: kept } : others
}

const put = <V>(map: Record<string, V> | undefined, key: string, value: V | null): Record<string, V> => {
  const { [key]: _, ...others } = map ?? {}
  return value === null ? others : { ...others, [key]: value }
}

export const moveState = (moves: Moves, type: string, from: string, to: string | null): Moves =>
  withType(moves, type, of => ({ ...of, states: put(of.states, from, to) }))

/** A choice is named as the difference names it: field.choice. */
export function moveChoice(moves: Moves, type: string, key: string, to: string | null): Moves {
  const [field, choice] = splitChoice(key)
  return withType(moves, type, of => {
    const inner = put(of.choices?.[field], choice, to)
    return { ...of, choices: put(of.choices, field, Object.keys(inner).length ? inner : null) }
  })
}

export const fill = (moves: Moves, type: string, field: string, value: unknown): Moves =>
  withType(moves, type, of => ({
    ...of,
    fill: put(of.fill, field, value === '' || value === undefined ? null : value),
  }))

export const openRecords = (moves: Moves, type: string, open: 'finish' | 'migrate'): Moves =>
  withType(moves, type, of => ({ ...of, open: open === 'finish' ? undefined : open }))

/** The field and the choice of "kind.sick"; a field of a table is "lines.kind". */
export function splitChoice(key: string): [string, string] {
  const at = key.lastIndexOf('.')
  return [key.slice(0, at), key.slice(at + 1)]
}

/** What is chosen for a difference; undefined while nothing is. */
export function chosen(moves: Moves, d: Pick<Impact, 'type' | 'key' | 'needs'>): string | undefined {
  const of = moves[d.type ?? '']
  if (d.needs === 'state') return of?.states?.[d.key]
  const [field, choice] = splitChoice(d.key)
  return of?.choices?.[field]?.[choice]
}

/** What has to be decided before anything can be published, by the server's word. */
export const undecided = (list: Impact[]): Impact[] => list.filter(d => d.must && !d.decided)
