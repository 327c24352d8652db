// Fails when the first list costs more than the budget: all scripts and styles that
// index.html and the list route load before the first row, gzip.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'

const limitKiB = 280
const dist = process.argv[2] ?? 'dist'
const manifest = JSON.parse(readFileSync(join(dist, '.vite/manifest.json'), 'utf8'))
const files = new Set()

function take(key) {
  const chunk = manifest[key]
  if (!chunk || files.has(chunk.file)) return
  files.add(chunk.file)
  for (const css of chunk.css ?? []) files.add(css)
  for (const next of chunk.imports ?? []) take(next)
}

take('index.html')
take('src/list/ListPage.tsx')

const sizes = [...files]
  .filter(file => /\.(js|css)$/.test(file))
  .map(file => ({ file, bytes: gzipSync(readFileSync(join(dist, file)), { level: 9 }).length }))
  .sort((a, b) => b.bytes - a.bytes)
const kib = bytes => (bytes / 1024).toFixed(1)
for (const { file, bytes } of sizes) console.log(`${kib(bytes).padStart(7)} KiB  ${file}`)
const total = sizes.reduce((sum, { bytes }) => sum + bytes, 0)
console.log(`${kib(total).padStart(7)} KiB  first list, gzip; the budget is ${limitKiB} KiB`)
if (total > limitKiB * 1024) {
  console.error('over the budget: make something lazy')
  process.exit(1)
}
