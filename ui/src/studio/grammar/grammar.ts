import grammar from './grammar.json'

export type Shape =
  | 'text'
  | 'bool'
  | 'count'
  | 'texts'
  | 'name'
  | 'names'
  | 'expr'
  | 'exprs'
  | 'people'
  | 'value'
  | 'raw'
  | 'raws'
  | 'decl'
  | 'decls'
  | 'map'
  | 'matrix'

/** One keyword of the configuration language, as the engine declares it. */
export interface Word {
  name: string
  doc: string // English
  shape: Shape
  of?: string // declaration inside
  item?: Shape // what stands under each key of a map
  required?: boolean
  short?: boolean // a bare value stands for this word
  place?: string // of an expression: what it may read
  enum?: string[]
  ref?: string // what a name refers to
  keys?: string // which keys a map takes
  max?: number
}

const decls = grammar.decls as unknown as Record<string, Word[]>

/** Declaration of each kind of file. */
export const fileDecl = Object.fromEntries(grammar.files.map(f => [f.name, f.decl]))

export const wordsOf = (decl: string): Word[] => decls[decl] ?? []
export const wordOf = (decl: string, name: string): Word | undefined => wordsOf(decl).find(w => w.name === name)
