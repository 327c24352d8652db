import { readFileSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import type { Plugin } from 'vite'

const named = /^(.*)\.json\?(first|faults)$/
const mark = '\0catalogue:'

/** Said by the server alone. */
const notHere = ['approval', 'builtin', 'results']

/**
 * A catalogue is one file for those who translate and for the server. The browser takes it in two parts:
 * `ru.json?first` before the first screen, and what is said after a refusal, `ru.json?faults`, behind it.
 */
export function catalogue(): Plugin {
  return {
    name: 'catalogue',
    enforce: 'pre',
    resolveId(source, importer) {
      const [, file, part] = named.exec(source) ?? []
      return file && importer ? `${mark}${part}:${resolve(dirname(importer), file)}` : null
    },
    load(id) {
      if (!id.startsWith(mark)) return null
      const [part, file = ''] = id.slice(mark.length).split(':')
      const path = `${file}.json`
      this.addWatchFile(path)
      const all = JSON.parse(readFileSync(path, 'utf8')) as Record<string, unknown>
      const { faults, ...first } = Object.fromEntries(Object.entries(all).filter(([key]) => !notHere.includes(key)))
      return `export default ${JSON.stringify(part === 'faults' ? { faults } : first)}`
    },
  }
}
