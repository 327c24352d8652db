import { readFileSync, watch } from 'node:fs'
import { join } from 'node:path'
import type { TestProject } from 'vitest/node'
import { serve } from './server.ts'

declare module 'vitest' {
  interface ProvidedContext {
    url: string
    dir: string
  }
}

const marker = 'KONTORA_DEMO'

/** The demonstration company, filled to the end, for all tests. */
export default async function demo(project: TestProject) {
  const server = await serve(['--demo'], /Server started/)
  await filled(server.dir)
  project.provide('url', server.url)
  project.provide('dir', server.dir)
  return server.stop
}

/** The server answers while the company is still being filled; counts are true only afterwards. */
function filled(dir: string): Promise<void> {
  return new Promise(resolve => {
    const look = () => {
      if (readFileSync(join(dir, marker), 'utf8') !== 'complete') return
      watcher.close()
      resolve()
    }
    const watcher = watch(dir, look)
    look()
  })
}
