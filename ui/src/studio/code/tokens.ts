import { StreamLanguage, type StreamParser, type StringStream } from '@codemirror/language'

/** What an editor holds: an expression, a text with {expressions}, or a value that is an expression behind "=". */
export type Mode = 'expr' | 'text' | 'value'

export interface Reading {
  within: 'expr' | 'text' | 'literal'
  depth: number // braces open within an expression of a text
  quote: string // of a string that is still open; '' for none
  field: boolean // a dot stands before
}

const words = /^(?:and|or|not|in|matches|contains|startsWith|endsWith|let|if|else)$/
const constants: Record<string, string> = { true: 'bool', false: 'bool', nil: 'null' }
const span = /^(['"`])\s*(?:\d+(?:mo|wd|wh|wm|d|h|m)\s*)+\1/
const date = /^(['"`])\d{4}-\d\d(?:-\d\d)?(?:T[\d:.]+Z?)?\1/

/** Reads one word of an expression. */
function word(stream: StringStream, state: Reading): string | null {
  if (stream.eatSpace()) return null
  const afterDot = state.field
  state.field = false
  if (stream.match(span) || stream.match(date)) return 'string.special'
  const quote = stream.peek()
  if (quote === "'" || quote === '"' || quote === '`') {
    stream.next()
    state.quote = quote
    return quoted(stream, state)
  }
  if (stream.match(/^\d[\d_]*(?:\.\d+)?/)) return 'number'
  if (stream.match(/^[A-Za-z_$][\w$]*/)) return named(stream, afterDot)
  if (stream.match(/^(?:==|!=|<=|>=|\?\?|\?\.|\.\.|&&|\|\||[-+*/%^<>=!?:|])/)) {
    state.field = stream.current() === '?.'
    return 'operator'
  }
  const sign = stream.next()
  state.field = sign === '.'
  return sign === '#' ? 'variableName.special' : 'punctuation'
}

function named(stream: StringStream, afterDot: boolean): string {
  const name = stream.current()
  if (afterDot) return 'propertyName'
  if (words.test(name)) return 'keyword'
  if (Object.hasOwn(constants, name)) return constants[name] ?? 'bool'
  return stream.match(/^\s*\(/, false) ? 'variableName.function' : 'variableName'
}

function quoted(stream: StringStream, state: Reading): string {
  for (let c = stream.next(); c !== undefined; c = stream.next()) {
    if (c === '\\' && state.quote !== '`') stream.next()
    else if (c === state.quote) {
      state.quote = ''
      break
    }
  }
  return 'string'
}

/** The letters of a text up to the next expression. {{ and }} write a brace. */
function letters(stream: StringStream, state: Reading): string | null {
  if (stream.match('{{') || stream.match('}}')) return 'escape'
  if (stream.match('{')) {
    state.within = 'expr'
    state.depth = 1
    return 'brace'
  }
  stream.next()
  stream.eatWhile(/[^{}]/)
  return null
}

/** A brace of an expression within a text: the last one ends it. */
function brace(stream: StringStream, state: Reading): string | null {
  const sign = stream.peek()
  if (sign === '{') state.depth++
  if (sign === '}') state.depth--
  if (sign !== '{' && sign !== '}') return null
  stream.next()
  if (state.depth > 0) return 'punctuation'
  state.within = 'text'
  return 'brace'
}

export function reader(mode: Mode): StreamParser<Reading> {
  return {
    name: mode,
    startState: () => ({ within: mode === 'value' ? 'literal' : mode, depth: 0, quote: '', field: false }),
    token(stream, state) {
      if (state.within === 'literal') {
        if (stream.sol() && stream.match('=')) {
          state.within = 'expr'
          return 'operator'
        }
        stream.skipToEnd()
        return 'string'
      }
      if (state.quote) return quoted(stream, state)
      if (state.within === 'text') return letters(stream, state)
      return (mode === 'text' ? brace(stream, state) : null) ?? word(stream, state)
    },
    languageData: { closeBrackets: { brackets: mode === 'text' ? ['{', '('] : ['(', '[', '{', "'", '"'] } },
  }
}

const languages = new Map<Mode, StreamLanguage<Reading>>()

/** The language of expressions, as editors colour it. */
export function languageOf(mode: Mode): StreamLanguage<Reading> {
  const known = languages.get(mode) ?? StreamLanguage.define(reader(mode))
  languages.set(mode, known)
  return known
}
