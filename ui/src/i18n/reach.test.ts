import { expect, it } from 'vitest'

type Tree = { [key: string]: string | Tree }
const words = import.meta.glob<Tree>('./ru*.json', { eager: true, import: 'default' })
const sources = import.meta.glob<string>('../**/*.{ts,tsx}', { eager: true, query: '?raw', import: 'default' })

const start = '../main.tsx'

/** Files by the path of their import, with the parts of the catalogue that are waited for on the way. */
function importsOf(file: string): { to: string; parts: string[] }[] {
  const text = sources[file] ?? ''
  const plain = [...text.matchAll(/^(?:import|export)\b(?! type)[^'"]*?['"](\.[^'"]+)['"]/gm)].map(m => ({
    at: m[1],
    parts: [] as string[],
  }))
  const worded = [...text.matchAll(/withWords\(\s*\(\) => import\('(\.[^']+)'\),((?:\s*'\w+',?)*)/g)].map(m => ({
    at: m[1],
    parts: [...(m[2] ?? '').matchAll(/'(\w+)'/g)].map(p => p[1] ?? ''),
  }))
  const lazy = [...text.matchAll(/import\('(\.[^']+)'\)/g)]
    .map(m => ({ at: m[1], parts: [] as string[] }))
    .filter(found => !worded.some(w => w.at === found.at))
  return [...plain, ...worded, ...lazy].flatMap(({ at, parts }) => {
    const to = resolve(file, at ?? '')
    return to ? [{ to, parts }] : []
  })
}

function resolve(from: string, at: string): string | undefined {
  const path = new URL(at, `file:///i18n/${from}`).pathname
  const near = path.startsWith('/i18n/') ? `./${path.slice('/i18n/'.length)}` : `..${path}`
  return [near, `${near}.ts`, `${near}.tsx`, `${near}/index.ts`, `${near}/index.tsx`].find(name => name in sources)
}

/** The parts that have come whenever a file is loaded, whichever way it was reached. */
function reached(): Map<string, Set<string>> {
  const known = new Map<string, Set<string>>([[start, new Set()]])
  const open = [start]
  for (let file = open.pop(); file; file = open.pop()) {
    const here = known.get(file) ?? new Set()
    for (const { to, parts } of importsOf(file)) {
      const brought = new Set([...here, ...parts])
      const before = known.get(to)
      const now = before ? new Set([...before].filter(part => brought.has(part))) : brought
      if (before && now.size === before.size) continue
      known.set(to, now)
      open.push(to)
    }
  }
  return known
}

function has(tree: Tree | string | undefined, path: string[]): boolean {
  const [key, ...rest] = path
  if (typeof tree !== 'object' || key === undefined) return path.length === 0
  if (rest.length > 0) return has(tree[key], rest)
  return Object.keys(tree).some(name => name === key || name.replace(/_(zero|one|two|few|many|other)$/, '') === key)
}

it('has come with every word before a screen says it', () => {
  const known = reached()
  expect(known.size).toBeGreaterThan(150)
  const lacking = [...known].flatMap(([file, parts]) => {
    const books = ['', ...parts].map(part => words[part === '' ? './ru.json' : `./ru.${part}.json`])
    return [...(sources[file] ?? '').matchAll(/\bt\(\s*'([\w.]+)'/g)]
      .map(m => m[1] ?? '')
      .filter(key => !books.some(book => has(book, key.split('.'))))
      .map(key => `${file} says ${key}`)
  })
  expect(lacking).toEqual([])
})
