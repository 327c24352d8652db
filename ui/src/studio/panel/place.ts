import { createContext, useContext, useMemo } from 'react'
import type { TypeFile } from '../doc/config'
import { pathAt, prune, remove, set } from '../doc/edit'
import { isObject, type Json, nodeAt, type Path, valueAt } from '../doc/json'
import type { Diagnostic } from '../draft/types'
import { type Word, wordsOf } from '../grammar/grammar'
import { useEdit, useProblems, useText } from '../shell/context'

/** The file that a panel writes to, and what its names may name. */
export interface PanelFile {
  file: string
  pack: string
  type?: TypeFile
}

export const PanelFileContext = createContext<PanelFile | null>(null)

/** Told of the thing that is opened in a panel, by its path. */
export const OpenedContext = createContext<(path: Path) => void>(() => {})

export function usePanelFile(): PanelFile {
  const at = useContext(PanelFileContext)
  if (!at) throw new Error('outside a panel')
  return at
}

const shortTakes: Partial<Record<Word['shape'], (value: Json) => boolean>> = {
  text: v => typeof v === 'string',
  name: v => typeof v === 'string',
  expr: v => typeof v === 'string',
  names: v => typeof v === 'string' || Array.isArray(v),
  bool: v => typeof v === 'boolean',
  texts: v => Array.isArray(v),
}

/** The word that a bare value stands for: "draft": "Черновик" is its title. */
export const shortFor = (decl: string, value: Json): Word | undefined =>
  wordsOf(decl).find(w => w.short && shortTakes[w.shape]?.(value))

/** A declared thing as an object of its words, short form or not. */
export function spread(decl: string, value: Json | undefined): Record<string, Json> {
  if (isObject(value)) return value
  const short = value === undefined || value === null ? undefined : shortFor(decl, value)
  return short ? { [short.name]: value as Json } : {}
}

/** The value at a path of a whole declaration, which its bases may have given. */
export function inWhole(whole: Json | undefined, path: Path): Json | undefined {
  return path.reduce<Json | undefined>((value, key) => {
    if (Array.isArray(value)) return value[Number(key)]
    return isObject(value) ? value[key] : undefined
  }, whole)
}

/**
 * Writes a word of a declared thing; undefined takes it away. Over what a base says in full no short form is written: it
 * would take the rest of it away.
 */
export function writeWord(
  text: string,
  path: Path,
  decl: string,
  word: Word,
  value: Json | undefined,
  inFull = false,
): string {
  const own = valueAt(text, path)
  const bare = own !== undefined && own !== null && !isObject(own)
  if (value === undefined) return bare ? text : prune(text, [...path, word.name])
  const node = nodeAt(text, path)
  if (word.short && (bare || (!node && !inFull)) && shortTakes[word.shape]?.(value) && onlyShort(decl, own, word)) {
    return set(text, path, value)
  }
  if (bare) return set(text, path, { ...spread(decl, own), [word.name]: value })
  return set(text, [...path, word.name], value)
}

const onlyShort = (decl: string, own: Json | undefined, word: Word): boolean =>
  own === undefined || own === null || shortFor(decl, own)?.name === word.name

export interface Cell {
  value: Json | undefined // what holds
  inherited: boolean // a base says so, not this file
  set: (value: Json | undefined) => void
}

/** Reads and writes the words of the thing at a path; one that stays is left empty when its last word is taken away. */
export function useWordsAt(decl: string, path: Path, stays = false): (word: Word) => Cell {
  const { file, type } = usePanelFile()
  const text = useText(file)
  const edit = useEdit(file)
  const own = spread(decl, valueAt(text, path))
  const whole = spread(decl, inWhole(type?.whole, path))
  return word => ({
    value: own[word.name] ?? whole[word.name],
    inherited: !(word.name in own) && word.name in whole,
    set: value =>
      edit(
        before => {
          const base = value === undefined && !isInList(path) && inheritedUnder(type, path, word) ? null : value
          if (stays && base === undefined && isObject(valueAt(before, path))) {
            return remove(before, [...path, word.name])
          }
          return writeWord(grounded(before, type, path), path, decl, word, base, isObject(inWhole(type?.whole, path)))
        },
        [...path, word.name].join('.'),
      ),
  })
}

const isInList = (path: Path): boolean => path.some(key => typeof key === 'number')

/** Writes out a list that only a base has, before a part of it is changed: lists are replaced, not merged. */
export function grounded(text: string, type: TypeFile | undefined, path: Path): string {
  if (!isInList(path)) return text
  const list = path.slice(
    0,
    path.findIndex(key => typeof key === 'number'),
  )
  const whole = inWhole(type?.whole, list)
  return Array.isArray(whole) && valueAt(text, list) === undefined ? set(text, list, whole) : text
}

/** A base says it too, so that leaving it out would not take it away. */
function inheritedUnder(type: TypeFile | undefined, path: Path, word: Word): boolean {
  const own = inWhole(type?.own, [...path, word.name])
  return own === undefined && inWhole(type?.whole, [...path, word.name]) !== undefined
}

export interface Placed {
  path: Path
  problem: Diagnostic
}

/** Problems of the file with the paths they are about. */
export function usePlaced(file: string): Placed[] {
  const problems = useProblems(file)
  const text = useText(file)
  return useMemo(
    () => problems.map(problem => ({ problem, path: problem.line ? pathAt(text, problem.line, problem.column) : [] })),
    [problems, text],
  )
}

export const isUnder = (path: Path, top: Path): boolean => top.every((key, at) => path[at] === key)
export const samePath = (a: Path, b: Path): boolean => a.length === b.length && isUnder(a, b)
