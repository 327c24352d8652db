import { join } from 'node:path'
import { afterEach, expect, it } from 'vitest'
import { firstFiles, gzipped, limitKiB } from '../scripts/budget.mjs'
import { as, expectNoErrors, withBrowser } from './browser.ts'
import { people } from './people.ts'

withBrowser({ whole: true })
afterEach(expectNoErrors)

const dist = join(import.meta.dirname, '../dist')

it('shows the first row of a list within the budget, and the count leaves nothing out', async () => {
  const page = await as(people.director)
  const bodies = new Map<string, Promise<Buffer>>()
  page.on('response', response => {
    const file = /\/(assets\/.+\.(?:js|css))$/.exec(new URL(response.url()).pathname)?.[1]
    if (!file) return
    const body = response.body()
    body.catch(() => {}) // what comes behind the first row may be cut off by the end of the test
    bodies.set(file, body)
  })
  await page.goto('/t/backoffice_payment')
  await page.getByRole('grid').getByRole('link').first().waitFor()
  const loaded = await Promise.all([...bodies].map(async ([file, body]) => ({ file, bytes: gzipped(await body) })))

  const counted = new Set(firstFiles(dist))
  expect(loaded.map(({ file }) => file).filter(file => !counted.has(file))).toEqual([])
  const total = loaded.reduce((sum, { bytes }) => sum + bytes, 0)
  expect(total).toBeGreaterThan(100 * 1024) // something was measured
  expect(total).toBeLessThanOrEqual(limitKiB * 1024)
})
