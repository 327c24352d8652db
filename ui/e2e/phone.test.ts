import type { Page } from 'playwright-core'
import { afterEach, expect, it } from 'vitest'
import { as, expectNoErrors, phone, withBrowser } from './browser.ts'
import { create, fillPayment, heading, input, unique } from './form.ts'
import { client, payment, people, toApproval } from './people.ts'

withBrowser()
afterEach(expectNoErrors)

/** The page is as wide as the screen: nothing is pushed out of sight. */
const overflow = (page: Page) => page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)

it('has room for every screen at 390 and at 320 pixels', async () => {
  const made = await toApproval(await payment(await client(people.clerk), unique('На телефоне')))
  const page = await as(people.coordinator, phone)
  const screens = ['/', '/inbox', '/t/backoffice_payment', `/t/backoffice_payment/${made.id}`]
  for (const width of [390, 320]) {
    await page.setViewportSize({ width, height: 844 })
    for (const path of [...screens, '/t/backoffice_payment/new', '/profile']) {
      await page.goto(path)
      await page.getByRole('main').waitFor()
      await page.waitForLoadState('networkidle')
      expect(await overflow(page), `${path} at ${width}`).toBeLessThanOrEqual(0)
      const cut = await page.evaluate(() =>
        [...document.querySelectorAll<HTMLElement>('main button, main a')]
          .filter(e => e.getBoundingClientRect().left >= 0 && e.getBoundingClientRect().right > window.innerWidth + 1)
          .filter(e => e.checkVisibility() && !e.closest('nav, [role=tablist], [role=grid]'))
          .map(e => e.textContent),
      )
      expect(cut, `cut off on ${path} at ${width}`).toEqual([])
    }
  }
})

it('creates and decides with a thumb', async () => {
  const title = unique('Большой палец')
  const clerk = await as(people.clerk, phone)
  await clerk.goto('/t/backoffice_payment/new')
  await fillPayment(clerk, title, '30000')
  await create(clerk).click()
  await heading(clerk, title).waitFor()

  const made = await toApproval(await payment(await client(people.clerk), unique('Виза с телефона')))
  const head = await as(people.head, phone)
  await head.goto(`/t/backoffice_payment/${made.id}`)
  const bar = head.getByRole('region', { name: 'Действия' })
  const main = bar.getByRole('button', { name: /^Согласовать/ })
  await main.waitFor()
  const box = await main.boundingBox()
  expect(box?.height).toBeGreaterThanOrEqual(44)
  expect((box?.y ?? 0) + (box?.height ?? 0)).toBeLessThanOrEqual(844)
  await main.tap()
  await head.getByRole('region', { name: 'Лента' }).getByText('Согласовано: Руководитель подразделения').waitFor()
  expect(await input(head, 'Тема').count()).toBe(0)
})
