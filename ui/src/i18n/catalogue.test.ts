import { describe, expect, it } from 'vitest'
import en from './en.json'
import enProcess from './en.process.json'
import enRecord from './en.record.json'
import enServer from './en.server.json'
import ru from './ru.json'
import ruProcess from './ru.process.json'
import ruRecord from './ru.record.json'
import ruServer from './ru.server.json'

type Tree = { [key: string]: string | Tree }
const plural = /_(zero|one|two|few|many|other)$/

function flat(tree: Tree, prefix = ''): [string, string][] {
  return Object.entries(tree).flatMap(([key, value]) =>
    typeof value === 'string' ? [[prefix + key, value] as [string, string]] : flat(value, `${prefix}${key}.`),
  )
}
const names = (tree: Tree) => new Set(flat(tree).map(([key]) => key.replace(plural, '')))
const slots = (text: string) => [...text.matchAll(/\{\{(\w+)(?:, number)?\}\}/g)].map(m => m[1]).sort()

describe.each([
  ['shell', ru as Tree, en as Tree],
  ['record', ruRecord as Tree, enRecord as Tree],
  ['server', ruServer as Tree, enServer as Tree],
  ['process', ruProcess as Tree, enProcess as Tree],
])('catalogue of %s', (_name, russian, english) => {
  it('has the same keys in both languages', () => {
    const [ours, theirs] = [names(russian), names(english)]
    expect([...ours].filter(k => !theirs.has(k))).toEqual([])
    expect([...theirs].filter(k => !ours.has(k))).toEqual([])
  })

  it('has all four Russian forms of every counted line', () => {
    const keys = new Set(flat(russian).map(([key]) => key))
    const counted = new Set([...keys].filter(k => plural.test(k)).map(k => k.replace(plural, '')))
    const lacking = [...counted].filter(k => ['one', 'few', 'many', 'other'].some(f => !keys.has(`${k}_${f}`)))
    expect(lacking).toEqual([])
  })

  it('names the same values in both languages', () => {
    const there = new Map(flat(english))
    const differ = flat(russian).filter(([key, text]) => {
      const other = there.get(key)
      return other !== undefined && String(slots(text)) !== String(slots(other))
    })
    expect(differ).toEqual([])
  })

  it('writes quotes, dashes and ellipses as typeset', () => {
    const wrong = flat(russian).filter(([, text]) => /"|\.\.\.| - /.test(text))
    expect(wrong).toEqual([])
  })
})
