// Lays .br and .gz beside the built texts, so that the server sends them without work.
// The page itself is not among them: it carries something new each time.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { brotliCompressSync, constants, gzipSync } from 'node:zlib'

const dist = process.argv[2] ?? 'dist'
const least = 1024
const texts = /\.(js|css|svg|webmanifest)$/

for (const entry of readdirSync(dist, { recursive: true, withFileTypes: true })) {
  const path = join(entry.parentPath, entry.name)
  if (!entry.isFile() || !texts.test(entry.name)) continue
  const data = readFileSync(path)
  if (data.length < least) continue
  writeFileSync(`${path}.br`, brotliCompressSync(data, { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } }))
  writeFileSync(`${path}.gz`, gzipSync(data, { level: 9 }))
}
