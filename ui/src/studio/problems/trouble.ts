import type { Path } from '../doc/json'
import type { Studio } from '../draft/store'
import type { Diagnostic } from '../draft/types'

/** Something to be put right before the draft can be published, at its place. */
export interface Trouble {
  severity: 'error' | 'warning'
  file: string
  at: Path | { line: number; column: number }
  diagnostic?: Diagnostic
  clash?: { kind: 'conflict' | 'undecided'; by: string; place: string }
}

const rank = { error: 0, warning: 1 }

/** All of it: where others changed the same place, then what the check finds, errors first. */
export function troublesOf({
  conflicts,
  draft,
  problems,
}: Pick<Studio, 'conflicts' | 'draft' | 'problems'>): Trouble[] {
  const clash = (kind: 'conflict' | 'undecided', file: string, places: string[], by: string): Trouble[] =>
    (places.length > 0 ? places : ['']).map(place => ({
      severity: 'error',
      file,
      at: pathOf(place),
      clash: { kind, by, place },
    }))
  return [
    ...conflicts.flatMap(c => clash('conflict', c.path, c.places, c.by?.name ?? '')),
    ...(draft?.conflicts ?? []).flatMap(c => clash('undecided', c.path, c.places, '')),
    ...(problems ?? [])
      .toSorted((a, b) => rank[a.severity] - rank[b.severity])
      .map(p => ({ severity: p.severity, file: p.file, at: { line: p.line, column: p.column }, diagnostic: p })),
  ]
}

/** A JSON path as it is written: lifecycle.states.draft, views.all.columns[2], ["a.b"]. '' is the whole file. */
export const pathOf = (text: string): Path =>
  [...text.matchAll(/\["((?:[^"\\]|\\.)*)"\]|\[(\d+)\]|([^.[\]]+)/g)].map(([, quoted, index, key]) =>
    quoted !== undefined ? (JSON.parse(`"${quoted}"`) as string) : index !== undefined ? Number(index) : (key ?? ''),
  )
