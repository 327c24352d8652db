import { afterEach, expect, it } from 'vitest'
import { as, expectNoErrors, withBrowser } from './browser.ts'
import { unique } from './form.ts'
import { call, client, payment, people, toApproval } from './people.ts'

withBrowser()
afterEach(expectNoErrors)

it('keeps a filter in the address and under a name', async () => {
  const page = await as(people.accountant)
  await page.goto('/t/backoffice_payment')
  const grid = page.getByRole('grid')
  await grid.getByRole('link').first().waitFor()
  const all = Number(await grid.getAttribute('aria-rowcount'))

  await page.getByRole('button', { name: 'Условие' }).click()
  const editor = page.getByRole('dialog', { name: 'Условие' })
  await editor.getByRole('textbox').fill('Статус')
  await editor.getByRole('button', { name: 'Статус', exact: true }).click()
  await editor.getByRole('checkbox', { name: 'Закрыто' }).check()
  await editor.getByRole('button', { name: 'Применить' }).click()
  await page.getByRole('button', { name: /Статус: Закрыто/ }).waitFor()
  await grid.locator('[role=row]', { hasText: 'На согласовании' }).first().waitFor({ state: 'detached' })
  await page.waitForURL(/f=/)

  await page.reload()
  await page.getByRole('button', { name: /Статус: Закрыто/ }).waitFor()
  await grid.getByText('Закрыто').first().waitFor()
  expect(await grid.getByText('На согласовании').count()).toBe(0)

  const title = unique('Закрытые')
  await page.getByRole('button', { name: 'Сохранить' }).click()
  await page.getByRole('textbox', { name: 'Название представления' }).fill(title)
  await page.keyboard.press('Enter')
  const tab = page.getByRole('navigation', { name: 'Представления' }).getByRole('link', { name: title })
  await tab.waitFor()
  await page.goto('/t/backoffice_payment')
  await tab.click()
  await page.getByRole('button', { name: /Статус: Закрыто/ }).waitFor()
  await grid.getByText('Закрыто').first().waitFor()
  const some = Number(await grid.getAttribute('aria-rowcount'))
  expect(some).toBeGreaterThan(0)
  expect(some).toBeLessThan(all)
})

it('finds a record by any of its words from the keyboard', async () => {
  const page = await as(people.director)
  await page.goto('/')
  await page.getByRole('heading', { level: 1 }).waitFor()
  await page.keyboard.press('Control+k')
  await page.getByRole('dialog').locator('input:focus').waitFor()
  await page.keyboard.type('кондиционеров')
  await page
    .getByRole('dialog')
    .getByRole('button', { name: /Ремонт кондиционеров/ })
    .waitFor()
  await page.keyboard.press('Enter')
  await page.getByRole('heading', { level: 1, name: /кондиционер/i }).waitFor()
})

it('decides from the inbox with one key, and takes it back with another', async () => {
  const pb = await client(people.clerk)
  const title = unique('Виза из входящих')
  const made = await toApproval(await payment(pb, title))
  const page = await as(people.head)
  const row = page.getByRole('button', { name: title })
  const votes = async () => {
    const sheet = await call<{ rounds: { votes: object[] }[] }>(pb, 'GET', `/approvals/backoffice_payment/${made.id}`)
    return sheet.rounds[0]?.votes.length
  }
  const approve = page.getByRole('article').getByRole('button', { name: 'Согласовать' })
  await page.goto(`/inbox?at=backoffice_payment/${made.id}`)
  await approve.waitFor()
  await page.keyboard.press('1')
  await row.waitFor({ state: 'detached' })
  await page.keyboard.press('z')
  await row.waitFor()
  expect(await votes()).toBe(0)

  // A decision that nobody takes back is sent at the latest when the page is left.
  await row.click()
  await page.getByRole('heading', { name: title }).waitFor()
  await approve.waitFor()
  await page.keyboard.press('1')
  await row.waitFor({ state: 'detached' })
  await page.goto(`/t/backoffice_payment/${made.id}`)
  await page.getByRole('region', { name: 'Лента' }).getByText('Согласовано: Руководитель подразделения').waitFor()
})
