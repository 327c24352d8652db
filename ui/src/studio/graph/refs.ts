import { renameKey, set } from '../doc/edit'
import { isObject, type Json, keysAt, type Path, valueAt } from '../doc/json'
import { type Word, wordsOf } from '../grammar/grammar'
import { shortFor } from '../panel/place'

/** Declarations whose transitions are those of other records. */
const ofOthers = new Set(['create', 'fire', 'ensure'])

export interface Ref {
  path: Path
  value: string
}

/** Everywhere in a type that a state or a transition of it is named, beside expressions. */
export function refsTo(ref: 'state' | 'transition', type: Json | undefined): Ref[] {
  return [...refsIn(ref, 'type', type, [])]
}

function* refsIn(ref: string, decl: string, value: Json | undefined, path: Path): Generator<Ref> {
  if (value === undefined || value === null) return
  if (ref === 'transition' && ofOthers.has(decl)) return
  if (!isObject(value)) {
    const short = shortFor(decl, value)
    if (short) yield* refsOf(ref, short, value, path)
    return
  }
  for (const word of wordsOf(decl)) yield* refsOf(ref, word, value[word.name], [...path, word.name])
}

function* refsOf(ref: string, word: Word, value: Json | undefined, path: Path): Generator<Ref> {
  if (word.ref === ref) {
    if (typeof value === 'string') yield { path, value }
    if (Array.isArray(value)) {
      for (const [at, one] of value.entries()) if (typeof one === 'string') yield { path: [...path, at], value: one }
    }
    return
  }
  if (!word.of) return
  if (word.shape === 'map' && isObject(value)) {
    for (const [key, one] of Object.entries(value)) yield* refsIn(ref, word.of, one, [...path, key])
  } else if (word.shape === 'decls' && Array.isArray(value)) {
    for (const [at, one] of value.entries()) yield* refsIn(ref, word.of, one, [...path, at])
  } else yield* refsIn(ref, word.of, value, path)
}

/** Gives a state or a transition of this file another key, wherever the file names it. */
export function renameThing(source: string, ref: 'state' | 'transition', from: string, to: string): string {
  let out = source
  for (const { path, value } of refsTo(ref, valueAt(source))) if (value === from) out = set(out, path, to)
  if (ref === 'state') out = renameInMatrix(out, from, to)
  return renameKey(out, ['lifecycle', `${ref}s`, from], to)
}

/** Keys of the edit matrix are states with blanks between them. */
function renameInMatrix(source: string, from: string, to: string): string {
  let out = source
  for (const fields of keysAt(source, ['edit'])) {
    for (const states of keysAt(source, ['edit', fields])) {
      const list = states.split(' ')
      if (!list.includes(from)) continue
      out = renameKey(out, ['edit', fields, states], list.map(s => (s === from ? to : s)).join(' '))
    }
  }
  return out
}
