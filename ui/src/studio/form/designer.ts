import { createContext, useContext } from 'react'
import type { TypeFile } from '../doc/config'
import type { JsonObject } from '../doc/json'
import type { Kind } from './kinds'
import type { Place } from './ops'
import type { FormShape } from './shape'

/** What is in work. Its id stays the same while its key follows the title. */
export interface Chosen {
  what: 'field' | 'section'
  key: string
  id: number
}

export interface Designer {
  type: TypeFile
  form: FormShape
  base: JsonObject // what the type has from others
  chosen: Chosen | null
  /** The panel's title waits to be typed over. */
  naming: number | null
  choose: (what: Chosen['what'], key: string, focus?: 'title' | 'item') => void
  leave: () => void
  inForce: (key: string) => boolean
  add: (kind: Kind, place?: Place) => void
  move: (key: string, place: Place) => void
  step: (key: string, by: -1 | 1) => void
  takeOff: (key: string) => void
  /** Deletes at once what nobody uses yet; otherwise asks. */
  erase: (key: string) => void
  restore: (key: string) => void
  retitle: (key: string, title: string) => void
  /** The title is written: a field that is not in force yet takes its key from it. */
  settle: (key: string) => void
  require: (key: string, on: boolean) => void
  addSection: () => void
  moveSection: (key: string, before: string | undefined) => void
  stepSection: (key: string, by: -1 | 1) => void
  removeSection: (key: string) => void
  titleSection: (key: string, title: string) => void
}

export const DesignerContext = createContext<Designer | null>(null)

export function useDesigner(): Designer {
  const designer = useContext(DesignerContext)
  if (!designer) throw new Error('outside the form designer')
  return designer
}

/** Marks an element as that of a field or a section, so that the focus can follow it. */
export const itemId = (what: Chosen['what'], key: string): string => `${what}:${key}`

export function focusItem(id: string): void {
  const item = document.querySelector<HTMLElement>(`[data-item="${CSS.escape(id)}"]`)
  item?.focus()
  item?.scrollIntoView({ block: 'nearest' })
}
