import type { Page } from 'playwright-core'
import { afterEach, expect, it } from 'vitest'
import { as, expectNoErrors, withBrowser } from './browser.ts'
import { heading, unique } from './form.ts'
import { client, payment, people } from './people.ts'

withBrowser()
afterEach(expectNoErrors)

/** What the answers are to that stay on the device: "list", "card", … */
const keptAnswers = (page: Page) =>
  page.evaluate(
    () =>
      new Promise<string[]>((done, fail) => {
        const open = indexedDB.open('kontora', 1)
        open.onerror = () => fail(open.error)
        open.onsuccess = () => {
          const keys = open.result.transaction('answers').objectStore('answers').getAllKeys()
          keys.onsuccess = () => done(keys.result.map(key => JSON.parse(String(key))[0]))
        }
      }),
  )

it('opens without a network with what was seen last, and forgets it with the person', async () => {
  const clerk = await client(people.clerk)
  const [title, never] = [unique('Видели вчера'), unique('Не открывали')]
  const seen = await payment(clerk, title)
  const unseen = await payment(clerk, never)

  const page = await as(people.clerk, { serviceWorkers: 'allow' })
  await page.goto(`/t/backoffice_payment/${seen.id}`)
  await heading(page, title).waitFor()
  await page.evaluate(() => navigator.serviceWorker.ready)
  await page.goto('/t/backoffice_payment')
  await page.getByRole('link', { name: title }).waitFor()
  await expect.poll(() => keptAnswers(page)).toEqual(expect.arrayContaining(['meta', 'card', 'list']))

  await page.context().setOffline(true)
  await page.goto('/t/backoffice_payment')
  await page.getByRole('link', { name: title }).waitFor()
  await page.getByText(/Нет сети. Показано то, что было сегодня/).waitFor()
  await page.goto(`/t/backoffice_payment/${seen.id}`)
  await heading(page, title).waitFor()
  await page.goto(`/t/backoffice_payment/${unseen.id}`)
  await page.getByText('Нет сети, и здесь вы ещё не были').waitFor()

  // The line is back: the strip goes, and what was missing comes by itself.
  await page.context().setOffline(false)
  await heading(page, never).waitFor()
  await page.getByText(/^Нет сети/).waitFor({ state: 'detached' })

  await page.getByTitle('Учётная запись').click()
  await page.getByRole('menuitem', { name: 'Выйти' }).click()
  await page.getByRole('button', { name: 'Войти' }).waitFor()
  await expect.poll(() => keptAnswers(page)).toEqual([])
})
