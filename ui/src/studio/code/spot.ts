import type { Node } from 'jsonc-parser'
import { isObject, jsonOf, nodeAt, type Path } from '../doc/json'
import type { Diagnostic } from '../draft/types'

const plainKey = /^[A-Za-z0-9_$*-]+$/

/** A path as the engine writes it: lifecycle.transitions.submit.guards[0].check */
export const dotted = (path: Path): string =>
  path.reduce<string>((text, key) => {
    if (typeof key === 'number') return `${text}[${key}]`
    if (!plainKey.test(key)) return `${text}[${JSON.stringify(key)}]`
    return text ? `${text}.${key}` : key
  }, '')

/** The path under which something is written: a short form stands for the thing around it. */
export function writtenPath(text: string, path: Path): Path {
  if (nodeAt(text, path) || path.length === 0) return path
  const around = nodeAt(text, path.slice(0, -1))
  return around && around.type !== 'array' && !isObject(jsonOf(around)) ? path.slice(0, -1) : path
}

export interface Spot {
  from: number // UTF-16, within the expression
  to: number
}

/** Where within the expression at a path a problem of its file lies; null when it lies elsewhere. */
export function spotOf(text: string, file: string, path: Path, problem: Diagnostic): Spot | null {
  if (problem.line < 1) return null
  const offset = offsetOf(text, problem.line, problem.column)
  if (offset === null) return null
  if (!file.endsWith('.json')) return within(text, offset, problem.length)
  const node = nodeAt(text, writtenPath(text, path))
  if (!node || offset < node.offset || offset >= node.offset + node.length) return null
  if (node.type !== 'string') return { from: 0, to: node.length }
  const value = String(node.value)
  return within(value, readLength(text, node, offset), problem.length)
}

function within(value: string, from: number, length = 0): Spot {
  const rest = [...value.slice(from)].slice(0, length).join('').length
  const to = length ? from + rest : value.length
  return { from: Math.min(from, value.length), to: Math.min(to, value.length) }
}

/** How much of a JSON string is read before a place in it. */
function readLength(text: string, node: Node, offset: number): number {
  for (let to = offset; to > node.offset + 1; to--) {
    try {
      return (JSON.parse(`"${text.slice(node.offset + 1, to)}"`) as string).length
    } catch {
      // within an escape: what stands before it
    }
  }
  return 0
}

/** The place of a line and column, which counts characters; null when the text has no such line. */
function offsetOf(text: string, line: number, column: number): number | null {
  let offset = 0
  for (let at = 1; at < line; at++) {
    const end = text.indexOf('\n', offset)
    if (end < 0) return null
    offset = end + 1
  }
  return offset + [...text.slice(offset, offset + column * 2)].slice(0, column - 1).join('').length
}

/** What the server shows of a line: it replaces what cannot be seen. */
const readable = (line: string): string =>
  [...line].filter(c => c === '\t' || (c >= ' ' && c !== '\u007f' && c !== '\ufeff' && c !== '\ufffd')).join('')

/** The line that a problem tells of still reads like this; without it the place would be another. */
export function isFresh(text: string, problem: Diagnostic): boolean {
  if (!problem.source || problem.line < 1) return true
  const line = text.split('\n', problem.line)[problem.line - 1] ?? ''
  return readable(line) === readable(problem.source)
}

const proposed = /["«]([A-Za-z_][\w./]*)["»]\s*\?/

export interface Fix extends Spot {
  insert: string
}

/** What would mend a problem, when the engine knows a name that comes near. */
export function fixOf(value: string, problem: Diagnostic, spot: Spot): Fix | null {
  const insert = proposed.exec(problem.hint ?? '')?.[1]
  if (!insert) return null
  const wrong = value.slice(spot.from, spot.to)
  const name = typeof problem.params?.name === 'string' ? problem.params.name : wrong
  const at = wrong.lastIndexOf(name)
  if (at < 0 || name === '') return null
  return { from: spot.from + at, to: spot.from + at + name.length, insert }
}
