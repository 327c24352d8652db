import { createContext, useContext } from 'react'
import type { TypeFile } from '../doc/config'
import type { JsonObject } from '../doc/json'
import type { Diagnostic } from '../draft/types'
import type { Kind } from './edits'
import type { Life } from './life'
import type { Shape } from './shape'

export interface Chosen {
  kind: Kind
  key: string
}

/** Errors and warnings about a thing and all in it. */
export interface Found {
  errors: number
  warnings: number
  own: Diagnostic[] // about the thing itself, not about a property of it
}

/** All that the parts of the screen share about one life cycle. */
export interface Board {
  file: string
  type: TypeFile
  base: JsonObject // what the types have that it extends
  life: Life
  shape: Shape
  chosen: Chosen | null
  choose: (chosen: Chosen | null) => void
  found: (kind: Kind, key: string) => Found
  counts: Record<string, number> | null // null: not in force yet
}

export const BoardContext = createContext<Board | null>(null)

export function useBoard(): Board {
  const board = useContext(BoardContext)
  if (!board) throw new Error('outside a life cycle')
  return board
}

export const isChosen = (board: Board, kind: Kind, key: string): boolean =>
  board.chosen?.kind === kind && board.chosen.key === key
