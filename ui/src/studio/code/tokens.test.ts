import { StringStream } from '@codemirror/language'
import { describe, expect, it } from 'vitest'
import { type Mode, reader } from './tokens.ts'

/** Every word with what it is taken for; blanks are left out. */
function read(mode: Mode, source: string): string[] {
  const parser = reader(mode)
  const state = parser.startState?.(2)
  if (!state) throw new Error('no state')
  return source.split('\n').flatMap(line => {
    const stream = new StringStream(line, 2, 2)
    const found: string[] = []
    while (!stream.eol()) {
      stream.start = stream.pos
      const kind = parser.token(stream, state)
      if (stream.current().trim()) found.push(`${stream.current()} ${kind ?? '-'}`)
    }
    return found
  })
}

describe('expressions', () => {
  it.each([
    [
      'words',
      'not a and b in c',
      ['not keyword', 'a variableName', 'and keyword', 'b variableName', 'in keyword', 'c variableName'],
    ],
    ['a field called like a word', 'x.in', ['x variableName', '. punctuation', 'in propertyName']],
    [
      'an element',
      'any(tasks, .open)',
      [
        'any variableName.function',
        '( punctuation',
        'tasks variableName',
        ', punctuation',
        '. punctuation',
        'open propertyName',
        ') punctuation',
      ],
    ],
    [
      'what is there perhaps',
      'a?.b ?? nil',
      ['a variableName', '?. operator', 'b propertyName', '?? operator', 'nil null'],
    ],
    ['numbers', '1_000.50 <= x', ['1_000.50 number', '<= operator', 'x variableName']],
    ['a range is no number', '1..3', ['1 number', '.. operator', '3 number']],
    ['spans', "now + '4wh'", ['now variableName', '+ operator', "'4wh' string.special"]],
    ['a long span', "'1mo 2d'", ["'1mo 2d' string.special"]],
    ['a day', "'2026-03-26'", ["'2026-03-26' string.special"]],
    ['a text that only begins like a span', "'4whales'", ["'4whales' string"]],
    ['an escaped quote', "'it\\'s' == x", ["'it\\'s' string", '== operator', 'x variableName']],
    ['a text over two lines', "'one\ntwo' or x", ["'one string", "two' string", 'or keyword', 'x variableName']],
    ['a property of every object is no word', 'constructor', ['constructor variableName']],
  ])('%s', (_, source, want) => expect(read('expr', source)).toEqual(want))
})

describe('texts', () => {
  it('reads expressions in braces only', () => {
    expect(read('text', 'Не в {x.in} and')).toEqual([
      'Не в  -',
      '{ brace',
      'x variableName',
      '. punctuation',
      'in propertyName',
      '} brace',
      ' and -',
    ])
  })
  it('writes a brace as two', () => {
    expect(read('text', '{{x}} {y}')).toEqual(['{{ escape', 'x -', '}} escape', '{ brace', 'y variableName', '} brace'])
  })
  it('ends with the last brace', () => {
    expect(read('text', "{f({a: '}'})}!")).toEqual([
      '{ brace', 'f variableName.function', '( punctuation', '{ punctuation', 'a variableName', ': operator', "'}' string",
      '} punctuation', ') punctuation', '} brace', '! -',
    ]) // biome-ignore format: as it is read
  })
})

describe('values', () => {
  it('are texts until they begin with =', () => {
    expect(read('value', 'not x')).toEqual(['not x string'])
    expect(read('value', '=not x')).toEqual(['= operator', 'not keyword', 'x variableName'])
  })
})
