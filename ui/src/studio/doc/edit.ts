import type { Node } from 'jsonc-parser'
import { isObject, type Json, jsonOf, keyOf, nodeAt, type Path, print, properties, treeOf } from './json'

// Each edit takes the text of a declaration and gives the new one: what is not touched stays as its author wrote it.

interface Span {
  offset: number
  length: number
}

const replaced = (text: string, { offset, length }: Span, by: string): string =>
  text.slice(0, offset) + by + text.slice(offset + length)

/** How far the line of an offset is indented. */
function indentAt(text: string, offset: number): number {
  const line = text.slice(text.lastIndexOf('\n', offset - 1) + 1)
  return line.length - line.trimStart().length
}

const end = (node: Node): number => node.offset + node.length
const isFlat = (text: string, node: Node): boolean => !text.slice(node.offset, end(node)).includes('\n')

/** Writes a value under a path and makes the objects on the way to it. `before` is the key that it stands before when it is new. */
export function set(text: string, path: Path, value: Json, before?: string): string {
  const there = nodeAt(text, path)
  if (there) return replaced(text, there, print(value, indentAt(text, there.offset)))
  if (path.length === 0) return `${print(value, 0)}\n`
  const parentPath = path.slice(0, -1)
  const last = path.at(-1)
  const parent = nodeAt(text, parentPath)
  if (typeof last === 'number') {
    return set(text, parentPath, [...((parent?.type === 'array' && (jsonOf(parent) as Json[])) || []), value])
  }
  const key = String(last)
  if (parent?.type !== 'object') return set(text, parentPath, { [key]: value })
  return insert(text, parent, key, indent => print(value, indent), before)
}

function insert(text: string, parent: Node, key: string, written: (indent: number) => string, before?: string): string {
  const members = properties(parent)
  const next = before === undefined ? undefined : members.find(p => keyOf(p) === before)
  const last = members.at(-1)
  if (!last || isFlat(text, parent)) {
    const list = members.map(p => [keyOf(p), text.slice(p.children?.[1]?.offset ?? 0, end(p))] as const)
    const at = next ? members.indexOf(next) : list.length
    const indent = indentAt(text, parent.offset)
    const one = [key, written(indent + 2)] as const
    return replaced(text, parent, joined([...list.slice(0, at), one, ...list.slice(at)], indent))
  }
  const indent = indentAt(text, last.offset)
  const gap = `\n${' '.repeat(indent)}`
  const member = `${JSON.stringify(key)}: ${written(indent)}`
  if (next) return replaced(text, { offset: next.offset, length: 0 }, `${member},${gap}`)
  return replaced(text, { offset: end(last), length: 0 }, `,${gap}${member}`)
}

const lineWidth = 140

/** An object of members that are written already. */
function joined(members: (readonly [string, string])[], indent: number): string {
  const texts = members.map(([key, value]) => `${JSON.stringify(key)}: ${value}`)
  const flat = `{${texts.join(', ')}}`
  if (flat.length + indent <= lineWidth && !flat.includes('\n')) return flat
  const inner = ' '.repeat(indent + 2)
  return `{\n${texts.map(t => inner + t).join(',\n')}\n${' '.repeat(indent)}}`
}

/** Takes away what stands under a path; nothing there is nothing done. */
export function remove(text: string, path: Path): string {
  const parent = nodeAt(text, path.slice(0, -1))
  const last = path.at(-1)
  if (!parent || last === undefined) return text
  const members = parent.type === 'array' ? (parent.children ?? []) : properties(parent)
  const at = typeof last === 'number' ? last : members.findIndex(p => keyOf(p) === last)
  return at < 0 || at >= members.length ? text : cut(text, parent, members, at)
}

function cut(text: string, parent: Node, members: Node[], at: number): string {
  const own = members[at]
  const next = members[at + 1]
  const previous = members[at - 1]
  if (!own) return text
  if (next) return replaced(text, { offset: own.offset, length: next.offset - own.offset }, '')
  if (previous) return replaced(text, { offset: end(previous), length: end(own) - end(previous) }, '')
  return replaced(text, parent, parent.type === 'array' ? '[]' : '{}')
}

/** Takes away what stands under a path, and the objects above it that are empty then. */
export function prune(text: string, path: Path): string {
  let left = remove(text, path)
  for (let up = path.slice(0, -1); up.length > 0; up = up.slice(0, -1)) {
    const node = nodeAt(left, up)
    if (!node || (node.children ?? []).length > 0 || (node.type !== 'object' && node.type !== 'array')) break
    left = remove(left, up)
  }
  return left
}

/** Another key for the same value, in the same place. */
export function renameKey(text: string, path: Path, key: string): string {
  const member = nodeAt(text, path)?.parent
  const name = member?.type === 'property' ? member.children?.[0] : undefined
  return name ? replaced(text, name, JSON.stringify(key)) : text
}

/** Moves a member of an object before another one, or to the end. It keeps the way it is written. */
export function moveKey(text: string, path: Path, before?: string): string {
  const node = nodeAt(text, path)
  const key = String(path.at(-1))
  if (!node || before === key) return text
  const own = text.slice(node.offset, end(node))
  const without = remove(text, path)
  const parent = nodeAt(without, path.slice(0, -1))
  return parent ? insert(without, parent, key, () => own, before) : text
}

/** Moves an item of an array. */
export function moveItem(text: string, path: Path, from: number, to: number): string {
  const node = nodeAt(text, path)
  if (node?.type !== 'array') return text
  const items = jsonOf(node) as Json[]
  const [one] = items.splice(from, 1)
  if (one === undefined) return text
  items.splice(to, 0, one)
  return set(text, path, items)
}

/** The path of whatever stands at a line and column (from 1). */
export function pathAt(text: string, line: number, column: number): Path {
  let offset = 0
  for (let at = 1; at < line; at++) offset = text.indexOf('\n', offset) + 1
  return pathOf(deepest(treeOf(text), offset + [...text.slice(offset)].slice(0, column - 1).join('').length))
}

function deepest(node: Node | undefined, offset: number): Node | undefined {
  if (!node || offset < node.offset || offset > end(node)) return undefined
  for (const child of node.children ?? []) {
    const found = deepest(child, offset)
    if (found) return found
  }
  return node
}

function pathOf(node: Node | undefined): (string | number)[] {
  if (!node?.parent) return []
  const { parent } = node
  if (parent.type === 'property') return [...pathOf(parent.parent), keyOf(parent)]
  if (parent.type === 'array') return [...pathOf(parent), parent.children?.indexOf(node) ?? 0]
  return pathOf(parent)
}

/** Objects merged by key as bases are: arrays replaced, null takes away, required united. */
export function merge(base: Json | undefined, own: Json | undefined, key = ''): Json | undefined {
  if (own === undefined) return base
  if (own === null) return undefined
  if (key === 'required' && Array.isArray(base) && Array.isArray(own)) return [...new Set([...base, ...own])]
  if (!isObject(base) || !isObject(own)) return own
  const out = { ...base }
  for (const [name, value] of Object.entries(own)) {
    const merged = merge(base[name], value, name)
    if (merged === undefined) delete out[name]
    else out[name] = merged
  }
  return out
}
