// Fails when the first list costs more than the budget: all scripts and styles that are loaded
// before the first row, gzip. e2e/budget.test.ts watches Chromium load them, so that nothing is
// left out of the count.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'

export const limitKiB = 280

/** Entries of the first list: the page, the list with its clocks, and what the page fetches by itself at once. */
const first = [
  /^index\.html$/,
  /^src\/list\/ListPage\.tsx$/,
  /^src\/clock\/ClockChip\.tsx$/,
  /^src\/i18n\/ru\.process\.json$/,
  /^src\/icons\/office\.ts$/,
  /\/workbox-window\//,
]

/** Files that the first list loads, relative to dist. */
export function firstFiles(dist) {
  const manifest = JSON.parse(readFileSync(join(dist, '.vite/manifest.json'), 'utf8'))
  const files = new Set()
  function take(key) {
    const chunk = manifest[key]
    if (!chunk || files.has(chunk.file)) return
    files.add(chunk.file)
    for (const css of chunk.css ?? []) files.add(css)
    for (const next of chunk.imports ?? []) take(next)
  }
  for (const entry of first) {
    const key = Object.keys(manifest).find(name => entry.test(name))
    if (!key) throw new Error(`nothing in the manifest is ${entry}`)
    take(key)
  }
  return [...files].filter(file => /\.(js|css)$/.test(file))
}

export const gzipped = data => gzipSync(data, { level: 9 }).length

function main(dist) {
  const sizes = firstFiles(dist)
    .map(file => ({ file, bytes: gzipped(readFileSync(join(dist, file))) }))
    .sort((a, b) => b.bytes - a.bytes)
  const kib = bytes => (bytes / 1024).toFixed(1)
  for (const { file, bytes } of sizes) console.log(`${kib(bytes).padStart(7)} KiB  ${file}`)
  const total = sizes.reduce((sum, { bytes }) => sum + bytes, 0)
  console.log(`${kib(total).padStart(7)} KiB  first list, gzip; the budget is ${limitKiB} KiB`)
  if (total > limitKiB * 1024) {
    console.error('over the budget: make something lazy')
    process.exit(1)
  }
}

if (process.argv[1] === import.meta.filename) main(process.argv[2] ?? 'dist')
