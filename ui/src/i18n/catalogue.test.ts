import { describe, expect, it } from 'vitest'

type Tree = { [key: string]: string | Tree }
const plural = /_(zero|one|two|few|many|other)$/

function flat(tree: Tree, prefix = ''): [string, string][] {
  return Object.entries(tree).flatMap(([key, value]) =>
    typeof value === 'string' ? [[prefix + key, value] as [string, string]] : flat(value, `${prefix}${key}.`),
  )
}
const names = (tree: Tree) => new Set(flat(tree).map(([key]) => key.replace(plural, '')))
const slots = (text: string) => [...text.matchAll(/\{\{(\w+)(?:, number)?\}\}/g)].map(m => m[1]).sort()

const files = import.meta.glob<Tree>('./*.json', { eager: true, import: 'default' })
const pairs = Object.keys(files)
  .filter(name => name.startsWith('./ru.'))
  .map(name => [name, files[name] as Tree, files[name.replace('./ru.', './en.')] as Tree] as const)

it('is there in both languages', () => {
  expect(pairs.length).toBeGreaterThan(1)
  expect(Object.keys(files).length).toBe(pairs.length * 2)
})

describe.each(pairs)('catalogue of %s', (_name, russian, english) => {
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
