import { prune, set } from '../doc/edit'
import { valueAt } from '../doc/json'
import { type Cell, grounded, inWhole, usePanelFile, useWordsAt } from '../panel/place'
import { useEdit, useText } from '../shell/context'
import type { Condition } from './conditions'

/** Reads and writes the expression of a condition, wherever it stands. */
export function useCell({ at, thing, decl, word }: Condition): Cell {
  const { file, type } = usePanelFile()
  const text = useText(file)
  const edit = useEdit(file)
  const cell = useWordsAt(decl, thing)
  if (at.length === thing.length + 1) return cell(word)
  const own = valueAt(text, at)
  return {
    value: own ?? inWhole(type?.whole, at),
    inherited: own === undefined,
    set: value =>
      edit(before => {
        const there = grounded(before, type, at)
        return value === undefined ? prune(there, at) : set(there, at, value)
      }, at.join('.')),
  }
}
