import { afterEach, expect, it } from 'vitest'
import { as, breaches, expectNoErrors, look, phone, withBrowser } from './browser.ts'
import { client, people } from './people.ts'

withBrowser()
afterEach(expectNoErrors)

it('a figure opens the list of exactly what it counts, whole and in parts', async () => {
  const page = await as(people.director)
  await page.goto('/')
  await page.getByRole('navigation', { name: 'Меню' }).getByRole('link', { name: 'Сводка' }).click()
  await page.getByRole('heading', { level: 1, name: 'Сводка' }).waitFor()
  const payments = page.getByRole('region', { name: 'Оплата счетов' })
  const tile = payments.getByRole('article').filter({ has: page.getByRole('heading', { name: 'В оплате' }) })
  await tile
    .getByRole('link', { name: /открыть список/ })
    .first()
    .waitFor()
  expect(await tile.textContent()).toMatch(/₸/)
  expect(await breaches(page)).toEqual([])
  await look(page, 'summary')

  // The whole: as many rows as it says.
  const said = Number((/(\d+)\s+запис/.exec((await tile.textContent()) ?? '') ?? [])[1])
  expect(said).toBeGreaterThan(0)
  await tile.getByRole('link', { name: /В оплате: открыть список$/ }).click()
  const grid = page.getByRole('grid')
  await grid.getByRole('link').first().waitFor()
  expect(Number(await grid.getAttribute('aria-rowcount'))).toBe(said + 1) // and the head
  const tab = page.getByRole('navigation', { name: 'Представления' }).getByRole('link', { name: /^В оплате/ })
  expect(await tab.getAttribute('aria-current')).toBe('page')

  // A part of one, with the conditions of the whole.
  await page.goBack()
  await page.getByLabel('По чему разложить').selectOption('assignee')
  await page.getByLabel('Период').selectOption({ label: 'Этот год' })
  const requests = page.getByRole('region', { name: 'ИТ-заявки' })
  const done = requests.getByRole('article').filter({ has: page.getByRole('heading', { name: /^Выполнены/ }) })
  const part = done.getByRole('listitem').getByRole('link').first()
  await part.waitFor()
  const [who, count] = await part.locator('span').allTextContents()
  await part.click()
  await grid.getByRole('link').first().waitFor()
  expect(Number(await grid.getAttribute('aria-rowcount'))).toBe(Number(count) + 1)
  await page.getByRole('button', { name: new RegExp(`Ответственный: ${who}`) }).waitFor()
  await page.getByRole('button', { name: /^Создано:/ }).waitFor()
})

it('narrows all types by a condition, and says which cannot be asked it', async () => {
  const page = await as(people.director)
  await page.goto('/summary')
  await page.getByRole('region').first().waitFor()
  await page.getByRole('button', { name: 'Условие' }).click()
  const editor = page.getByRole('dialog', { name: 'Условие' })
  await editor.getByRole('textbox').fill('Филиал')
  await editor.getByRole('button', { name: 'Филиал', exact: true }).click()
  await editor.getByRole('checkbox').first().check()
  await editor.getByRole('button', { name: 'Применить' }).click()
  await page.getByText(/Без этого условия, поэтому не показаны:/).waitFor()
  await page.waitForURL(/f=/)
  await page.reload() // the address is all there is
  await page.getByRole('button', { name: /^Филиал: / }).waitFor()
})

it('shows each the figures of what they see, on a phone too', async () => {
  const page = await as(people.clerk, phone)
  await page.goto('/summary')
  await page.getByRole('region').first().getByRole('article').first().waitFor()
  expect(await breaches(page)).toEqual([])
  const mine = await client(people.clerk)
  const all = await client(people.director)
  const open = (pb: typeof mine) =>
    pb.send<{ metrics: { paying: { count: number } } }>('/api/kontora/metrics/backoffice_payment', {
      query: { metrics: 'paying', by: '-' },
    })
  expect((await open(mine)).metrics.paying.count).toBeLessThan((await open(all)).metrics.paying.count)
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390)
})
