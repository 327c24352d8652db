/** A person as drafts name them; null is the operator. */
export type Author = { id: string; name: string } | null

/** Changed texts by path; null is a file taken away. */
export type Files = Record<string, string | null>

export interface Draft {
  id: string
  title: string
  author: Author
  created: string
  updated: string
  revision: number
  base: { revision: number; hash: string }
  behind: boolean // the configuration in force has moved on
  files: Files
  touched: Record<string, { by: Author; at: string; revision: number }>
  conflicts: Clash[] // to be decided before it can be published: a pack brought up to date
}

/** A file that two changed so that they cannot be brought together. null is no file. */
export interface Clash {
  path: string
  base: string | null
  ours: string | null
  theirs: string | null
  merged: string | null // what could be brought together; ours where it could not
  places: string[]
}

export interface DraftListed extends Omit<Draft, 'files' | 'touched'> {
  files: string[]
}

export interface Config {
  revision: number
  hash: string
  at: string
  by: string
  note: string
  files: Record<string, string>
}

export interface Diagnostic {
  severity: 'error' | 'warning'
  code: string
  params?: Record<string, unknown>
  message: string // English
  text?: string // in the reader's language, where it is known
  hint?: string // English: did you mean "amount"?
  help?: string // the same in the reader's language
  file: string
  line: number
  column: number
  path: string
  length?: number
  source?: string
}

/** A file that somebody else changed at the same time. */
export interface Conflict {
  path: string
  theirs: string | null
  by: Author
  at: string
  places: string[]
}
