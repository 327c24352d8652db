import { afterAll, beforeAll, expect, it } from 'vitest'
import { breaches, expectNoErrors, stranger, withBrowser } from './browser.ts'
import { create, heading, input, pick, state } from './form.ts'
import { type Server, serve } from './server.ts'

withBrowser()

let server: Server
beforeAll(async () => {
  server = await serve([], /Server started/)
})
afterAll(() => server?.stop())

it('lets the owner in by the address that the server printed, installs packs and makes a first request', async () => {
  const address = /http:\S+\/setup\?token=\S+/.exec(server.said())?.[0] ?? ''
  const page = await stranger(server.url)
  await page.goto('/')
  await page.waitForURL(/\/setup$/)
  await page.getByLabel('Код первого запуска').waitFor()
  expect(await breaches(page)).toEqual([])

  await page.goto(address)
  await input(page, 'Организация').fill('ТОО «Первый день»')
  await page.locator('input[name=name]').fill('Айша Омарова')
  await page.locator('input[name=email]').fill('aisha@first.example')
  await page.locator('input[name=password]').fill('short')
  const install = page.locator('button[type=submit]')
  await install.click()
  await page.getByText('Пароль короче 10 знаков').waitFor()
  await page.locator('input[name=password]').fill('long-enough-password')
  await install.click()
  await page.waitForURL(url => url.pathname === '/')
  await page.getByRole('link', { name: 'ТОО «Первый день»' }).waitFor()

  await page.goto('/t/base_memo/new')
  await input(page, 'Тема').fill('Открыть офис')
  await pick(page, 'Кому', /Омарова/, 'Омарова')
  await create(page).click()
  await heading(page, 'Открыть офис').waitFor()
  await state(page, 'Черновик').waitFor()
  expect(await page.getByText('Айша Омарова').count()).toBeGreaterThan(0)

  // The door is shut behind the owner.
  const again = await stranger(server.url)
  await again.goto(address)
  await again.waitForURL(/\/signin/)
  expectNoErrors()
})
