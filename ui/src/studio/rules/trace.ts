import type { Step } from './types'

export interface TraceRow {
  id: string
  depth: number
  step: Step
  joins: Join | null // it is several conditions at once
  parts: number // rows under it
  open: boolean
}
export type Join = 'and' | 'or'

const joining = /^[\s)]*(and|&&|or|\|\|)[\s(]*$/

/** How the two parts of a step are joined, when they are conditions. */
function joinOf(step: Step): Join | null {
  const [a, b] = step.children
  if (!a || !b || step.children.length !== 2) return null
  const word = joining.exec(step.text.slice(a.to - step.from, b.from - step.from))?.[1]
  if (!word) return null
  return word === 'and' || word === '&&' ? 'and' : 'or'
}

/** Parts of a step. What is joined by the same word stands side by side, however it is bracketed. */
export function partsOf(step: Step): { joins: Join | null; parts: Step[] } {
  const joins = joinOf(step)
  if (!joins) return { joins, parts: step.children }
  const flat = (part: Step): Step[] => (joinOf(part) === joins ? part.children.flatMap(flat) : [part])
  return { joins, parts: step.children.flatMap(flat) }
}

const shownAtOnce = 24

/** Which parts are open before anybody said so: all of a short trace, of a long one what is not true. */
export function opened(root: Step): Set<string> {
  const every: { id: string; step: Step; depth: number }[] = []
  const walk = (step: Step, id: string, depth: number) => {
    const { parts } = partsOf(step)
    if (parts.length > 0) every.push({ id, step, depth })
    parts.forEach((part, at) => {
      walk(part, `${id}.${at}`, depth + 1)
    })
  }
  walk(root, '0', 0)
  const isFew = every.length <= shownAtOnce
  return new Set(every.filter(e => e.depth === 0 || isFew || e.step.ok === false).map(e => e.id))
}

/** The rows of a trace that are seen, top down. */
export function rowsOf(root: Step, open: ReadonlySet<string>): TraceRow[] {
  const walk = (step: Step, id: string, depth: number): TraceRow[] => {
    const { joins, parts } = partsOf(step)
    const isOpen = open.has(id) && parts.length > 0
    const row = { id, depth, step, joins, parts: parts.length, open: isOpen }
    return [row, ...(isOpen ? parts.flatMap((part, at) => walk(part, `${id}.${at}`, depth + 1)) : [])]
  }
  return walk(root, '0', 0)
}

/** How many of the conditions that are asked at once hold; null when it is one condition. */
export function score(root: Step): { held: number; of: number } | null {
  const { joins, parts } = partsOf(root)
  if (joins !== 'and' || parts.some(p => p.hidden)) return null
  return { held: parts.filter(p => p.ok === true).length, of: parts.length }
}

/** Where the arrow keys lead from a row; the id of a row, or what is to be done with this one. */
export function arrow(rows: TraceRow[], id: string, key: string): { to?: string; open?: boolean } | null {
  const at = rows.findIndex(r => r.id === id)
  const row = rows[at]
  if (!row) return null
  const to = (index: number) => (rows[index] ? { to: rows[index].id } : {})
  switch (key) {
    case 'ArrowDown':
      return to(at + 1)
    case 'ArrowUp':
      return to(at - 1)
    case 'Home':
      return to(0)
    case 'End':
      return to(rows.length - 1)
    case 'ArrowRight':
      return row.parts === 0 ? {} : row.open ? to(at + 1) : { open: true }
    case 'ArrowLeft':
      return row.open
        ? { open: false }
        : { to: row.id.includes('.') ? row.id.slice(0, row.id.lastIndexOf('.')) : row.id }
  }
  return null
}
