import type { Files } from './types'

/** One step that can be taken back: the texts of the files it touched, before and after. undefined: as in force. */
export interface Step {
  label: string
  before: Record<string, string | null | undefined>
  after: Record<string, string | null | undefined>
  at: number // when, for joining keystrokes
}

export interface Changes {
  files: Files // what differs from the configuration in force
  done: Step[]
  undone: Step[]
}

export const none: Changes = { files: {}, done: [], undone: [] }

const kept = 200
const joinedMs = 1200

/** The text of a file as the draft has it. */
export const textOf = (live: Record<string, string>, files: Files, path: string): string | undefined =>
  path in files ? (files[path] ?? undefined) : live[path]

/** All paths that the draft has a text for. */
export const pathsOf = (live: Record<string, string>, files: Files): string[] =>
  [...new Set([...Object.keys(live), ...Object.keys(files)])]
    .filter(path => textOf(live, files, path) !== undefined)
    .sort()

function put(live: Record<string, string>, files: Files, texts: Step['after']): Files {
  const out = { ...files }
  for (const [path, text] of Object.entries(texts)) {
    if (text === undefined || text === (live[path] ?? null)) delete out[path]
    else out[path] = text
  }
  return out
}

/** Applies texts as one step. Steps with the same label that follow each other at once are one. */
export function change(
  live: Record<string, string>,
  { files, done }: Changes,
  texts: Files,
  label: string,
  at: number,
): Changes {
  const before = Object.fromEntries(Object.keys(texts).map(path => [path, path in files ? files[path] : undefined]))
  const next = put(live, files, texts)
  const last = done.at(-1)
  const joins =
    last && last.label === label && at - last.at < joinedMs && Object.keys(texts).every(path => path in last.before)
  const step: Step = joins ? { ...last, after: { ...last.after, ...texts }, at } : { label, before, after: texts, at }
  return { files: next, done: [...(joins ? done.slice(0, -1) : done), step].slice(-kept), undone: [] }
}

export function undo(live: Record<string, string>, { files, done, undone }: Changes): Changes {
  const step = done.at(-1)
  if (!step) return { files, done, undone }
  return { files: put(live, files, step.before), done: done.slice(0, -1), undone: [...undone, step] }
}

export function redo(live: Record<string, string>, { files, done, undone }: Changes): Changes {
  const step = undone.at(-1)
  if (!step) return { files, done, undone }
  return { files: put(live, files, step.after), done: [...done, { ...step, at: 0 }], undone: undone.slice(0, -1) }
}

/** What has to be sent to bring the server from what it has to what is here: texts, and paths that are as in force again. */
export function unsaved(saved: Files, files: Files): { files: Files; revert: string[] } {
  const changed = Object.entries(files).filter(([path, text]) => !(path in saved) || saved[path] !== text)
  return { files: Object.fromEntries(changed), revert: Object.keys(saved).filter(path => !(path in files)) }
}
