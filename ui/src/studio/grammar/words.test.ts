import { describe, expect, it } from 'vitest'
import english from './en.json'
import grammar from './grammar.json'
import russian from './ru.json'

type Word = { label: string; hint?: string }
type Decl = { one: string; add: string; none: string }
type Words = {
  decls: Record<string, Decl>
  words: Record<string, Word>
  enums: Record<string, Record<string, string>>
  kinds: Record<string, string>
}

type Keyword = { decl: string; name: string; key: string; enum: string[] }

const keywords: Keyword[] = Object.entries(grammar.decls).flatMap(([decl, words]) =>
  words.map(word => ({
    decl,
    name: word.name,
    key: `${decl}.${word.name}`,
    enum: 'enum' in word ? (word.enum as string[]) : [],
  })),
)
const choices = keywords.filter(word => word.enum.length > 0)
const clear = ['title', 'note', 'was'] // their label says all

/** Under which key a word is found: its own, or that of a word that means the same everywhere. */
const found = (words: Words, { key, name }: Keyword) =>
  [key, `*.${name}`].find(candidate => Object.hasOwn(words.words, candidate))
const labelOf = (words: Words, word: Keyword) => words.words[found(words, word) ?? '']?.label ?? ''
const repeated = (texts: string[]) => texts.filter((text, i) => texts.indexOf(text) !== i)

/** What stands in one line of a panel. */
function lines({ decls, words, enums, kinds }: Words): [string, string][] {
  return [
    ...Object.entries(decls).flatMap(([key, texts]) =>
      Object.entries(texts).map(([of, text]): [string, string] => [`${key}.${of}`, text]),
    ),
    ...Object.entries(words).map(([key, { label }]): [string, string] => [key, label]),
    ...Object.entries(enums).flatMap(([key, of]) =>
      Object.entries(of).map(([value, text]): [string, string] => [`${key}=${value}`, text]),
    ),
    ...Object.entries(kinds),
  ]
}
const hints = ({ words }: Words) => Object.entries(words).map(([key, { hint }]) => [key, hint ?? ''] as const)

it('reads the grammar', () => {
  expect(keywords.length).toBeGreaterThan(300)
  expect(choices.length).toBeGreaterThan(20)
})

describe.each([
  ['Russian', russian as Words],
  ['English', english as Words],
])('%s words of the grammar', (_language, words) => {
  it('name every declaration, how to add one and that there is none', () => {
    expect(Object.keys(words.decls).sort()).toEqual(Object.keys(grammar.decls).sort())
    for (const [key, decl] of Object.entries(words.decls))
      expect([key, ...Object.keys(decl)]).toEqual([key, 'one', 'add', 'none'])
  })

  it('label every word', () => {
    expect(keywords.filter(word => !found(words, word)).map(word => word.key)).toEqual([])
  })

  it('have no word that the grammar has not', () => {
    const used = new Set(keywords.map(word => found(words, word)))
    expect(Object.keys(words.words).filter(key => !used.has(key))).toEqual([])
  })

  it('name every value to choose from, and no other', () => {
    expect(Object.keys(words.enums).sort()).toEqual(choices.map(word => word.key).sort())
    for (const word of choices)
      expect([word.key, ...Object.keys(words.enums[word.key] ?? {})]).toEqual([word.key, ...word.enum])
  })

  it('tell the words of one panel and the values of one word apart', () => {
    for (const decl of Object.keys(grammar.decls)) {
      const labels = keywords.filter(word => word.decl === decl).map(word => labelOf(words, word))
      expect([decl, ...repeated(labels)]).toEqual([decl])
    }
    for (const [key, values] of Object.entries(words.enums))
      expect([key, ...repeated(Object.values(values))]).toEqual([key])
    expect(repeated(Object.values(words.kinds))).toEqual([])
  })

  it('fit their place', () => {
    expect(lines(words).filter(([, text]) => text.trim() === '' || text !== text.trim())).toEqual([])
    expect(lines(words).filter(([, text]) => text.length > 40)).toEqual([])
    expect(hints(words).filter(([, hint]) => hint.length > 100)).toEqual([])
  })

  it('are typeset', () => {
    const wrong = /"|\.\.\.| - |\.$/
    expect([...lines(words), ...hints(words)].filter(([, text]) => wrong.test(text))).toEqual([])
  })
})

it('has the same kinds of fields in both languages', () => {
  expect(Object.keys(english.kinds)).toEqual(Object.keys(russian.kinds))
})

describe('Russian hints', () => {
  const words: Words = russian

  it('stand at every word whose label does not say all', () => {
    const lacking = keywords.filter(word => !clear.includes(word.name) && !words.words[found(words, word) ?? '']?.hint)
    expect(lacking.map(word => word.key)).toEqual([])
  })

  it('keep short prepositions and dashes with their neighbours', () => {
    const loose = / —|(^|[\s(«])(в|к|с|о|у|на|за|до|по|из|от|об|во|ко|со) /iu
    expect(hints(words).filter(([, hint]) => loose.test(hint))).toEqual([])
  })

  it('speak no language of the engine', () => {
    const jargon = /гард|транзишн|валид|энум|массив|объект|булев|строков|схем/iu
    expect([...lines(words), ...hints(words)].filter(([, text]) => jargon.test(text))).toEqual([])
  })
})
