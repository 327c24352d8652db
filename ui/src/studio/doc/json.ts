import { findNodeAtLocation, type Node, parseTree } from 'jsonc-parser'

/** Where something stands in a declaration: keys and indexes. */
export type Path = readonly (string | number)[]
export type Json = null | boolean | number | string | Json[] | { [key: string]: Json }
export type JsonObject = { [key: string]: Json }

export const isObject = (value: Json | undefined): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const trees = new Map<string, Node | undefined>()
const treesKept = 200

/** The tree of a text, as far as it can be read. The same text is read once. */
export function treeOf(text: string): Node | undefined {
  if (trees.has(text)) return trees.get(text)
  if (trees.size >= treesKept) trees.clear()
  const tree = parseTree(text)
  trees.set(text, tree)
  return tree
}

export function nodeAt(text: string, path: Path): Node | undefined {
  const tree = treeOf(text)
  return tree && findNodeAtLocation(tree, [...path])
}

/** The value under a path; undefined when nothing is written there. */
export function valueAt(text: string, path: Path = []): Json | undefined {
  const node = nodeAt(text, path)
  return node && jsonOf(node)
}

export function jsonOf(node: Node): Json {
  if (node.type === 'object') {
    return Object.fromEntries(properties(node).map(p => [keyOf(p), p.children?.[1] ? jsonOf(p.children[1]) : null]))
  }
  if (node.type === 'array') return (node.children ?? []).map(jsonOf)
  return node.value as Json
}

/** Properties of an object, as written. */
export const properties = (node: Node | undefined): Node[] =>
  node?.type === 'object' ? (node.children ?? []).filter(p => p.children?.[0]) : []

export const keyOf = (property: Node): string => String(property.children?.[0]?.value ?? '')

/** Keys of the object under a path, in written order. */
export const keysAt = (text: string, path: Path): string[] => properties(nodeAt(text, path)).map(keyOf)

const width = 140

/** Prints as our declarations are written: on one line while it fits, otherwise a line for each member. */
export function print(value: Json, indent: number, room = width - indent): string {
  const flat = printFlat(value)
  if (flat.length <= room || typeof value !== 'object' || value === null) return flat
  const inner = ' '.repeat(indent + 2)
  const outer = ' '.repeat(indent)
  if (Array.isArray(value)) {
    const items = value.map(item => inner + print(item, indent + 2))
    return `[\n${items.join(',\n')}\n${outer}]`
  }
  const members = Object.entries(value).map(([key, member]) => {
    const head = `${inner}${JSON.stringify(key)}: `
    return head + print(member, indent + 2, width - head.length)
  })
  return `{\n${members.join(',\n')}\n${outer}}`
}

function printFlat(value: Json): string {
  if (Array.isArray(value)) return `[${value.map(printFlat).join(', ')}]`
  if (isObject(value)) {
    return `{${Object.entries(value)
      .map(([key, member]) => `${JSON.stringify(key)}: ${printFlat(member)}`)
      .join(', ')}}`
  }
  return JSON.stringify(value)
}
