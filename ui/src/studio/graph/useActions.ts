import { useCallback } from 'react'
import { useTranslation } from '../../i18n'
import { keysAt, valueAt } from '../doc/json'
import { useDraft, useStudio } from '../shell/context'
import type { Board, Chosen } from './board'
import {
  addState,
  addStep,
  beginLife,
  isWritten,
  type Kind,
  moveState,
  placeOf,
  retitle,
  take,
  takeSource,
  takeState,
} from './edits'
import { stateOf, stepNamed } from './life'

export interface Actions {
  begin: () => void
  addState: () => string
  connect: (from: string, to: string) => string
  remove: (what: Chosen) => void
  removeSource: (step: string, from: string) => void
  rename: (kind: Kind, key: string, title: string, done?: boolean) => string
  move: (key: string, by: -1 | 1) => void
  canMove: (key: string, by: -1 | 1) => boolean
}

/** What can be done with a life cycle. Each is one step that can be taken back. */
export function useActions(board: Board): Actions {
  const { t } = useTranslation()
  const store = useDraft()
  const { live } = useStudio()
  const { file, type, base, life } = board
  const text = useCallback(() => store.text(file) ?? '', [store, file])
  const write = useCallback((source: string, label: string) => store.edit({ [file]: source }, label), [store, file])
  const taken = { state: life.states.map(s => s.key), transition: life.steps.map(s => s.key) }
  const isFresh = (kind: Kind, key: string) =>
    !keysAt(live.files[file] ?? '', ['lifecycle', `${kind}s`]).includes(key) && !isWritten(base, kind, key)

  return {
    begin: () => {
      const words = { draft: t('studio.types.draft'), done: t('studio.types.done'), finish: t('studio.types.finish') }
      write(beginLife(text(), words), 'lifecycle')
    },
    addState: () => {
      const after = board.chosen?.kind === 'state' ? board.chosen.key : undefined
      const own = keysAt(text(), ['lifecycle', 'states'])
      const before = after ? own[own.indexOf(after) + 1] : own.find(key => stateOf(life, key)?.isOpen === false)
      const made = addState(text(), taken.state, t('studioGraph.newState'), before)
      write(made.source, `state ${made.key} add`)
      return made.key
    },
    connect: (from, to) => {
      const title = stateOf(life, to)?.title ?? t('studioGraph.newStep')
      const made = addStep(text(), taken.transition, title, from, to)
      write(made.source, `transition ${made.key} add`)
      return made.key
    },
    remove: ({ kind, key }) => {
      const source = text()
      const left = kind === 'state' ? takeState(source, base, type.whole, key) : take(source, base, kind, key)
      write(left, `${kind} ${key} remove`)
    },
    removeSource: (step, from) => {
      const sources = stepNamed(life, step)?.from ?? []
      write(takeSource(text(), base, step, sources, from), `transition ${step} source ${from}`)
    },
    rename: (kind, key, title, done = false) => {
      if (valueAt(text(), placeOf(kind, key)) === undefined && !isWritten(base, kind, key)) return key
      const keys = done && isFresh(kind, key) ? { taken: taken[kind] } : null
      const { source, key: next } = retitle(text(), base, kind, key, title, keys)
      if (source !== text()) write(source, `${kind} ${key} title`)
      return next
    },
    move: (key, by) => write(moveState(text(), key, by), `state ${key} move`),
    canMove: (key, by) => moveState(text(), key, by) !== text(),
  }
}
