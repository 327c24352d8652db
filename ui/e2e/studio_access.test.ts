import type { Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest'
import { breaches, expectNoErrors, look, signedIn, withBrowser } from './browser.ts'
import { type Desk, openDesk } from './desk.ts'

withBrowser()
afterEach(expectNoErrors)

let desk: Desk
beforeAll(async () => {
  desk = await openDesk()
})
afterAll(() => desk?.server.stop())

const access = async (): Promise<Page> => {
  const page = await signedIn(await desk.as('dir'))
  await page.goto('/studio/live/t/desk/order/access')
  await page.getByRole('table', { name: 'По состояниям' }).waitFor()
  return page
}

it('tells of one party what it sees and changes, field by field and state by state', async () => {
  const page = await access()
  const cell = (field: string, state: string, level: string) =>
    page.getByRole('button', { name: new RegExp(`^${field}, ${state}: ${level}`) })
  await page.getByText('По одной стороне', { exact: true }).click()
  const whose = page.getByRole('combobox', { name: 'Чьи права' })
  await whose.click()
  await page.getByRole('option', { name: 'Финансист' }).click()
  await page.getByRole('table', { name: /^Поля по состояниям: Финансист/ }).waitFor()
  await cell('Счёт', 'На согласовании', 'видит и правит').waitFor()
  await cell('Счёт', 'Черновик', 'видит$').waitFor()
  expect(await page.getByRole('columnheader').allTextContents()).toContain('Ждём автора')
  await look(page, 'access-party')
  expect(await breaches(page)).toEqual([])

  // A cell says by which declarations; arrows go on from it.
  await cell('Счёт', 'На согласовании', 'видит и правит').click()
  await page.getByRole('region', { name: /Финансист.*Счёт/ }).waitFor()
  await page.keyboard.press('ArrowUp')
  await expect.poll(() => page.getByRole('region', { name: /Финансист.*Счёт/ }).count()).toBe(0)
  await look(page, 'access-party-cell')
})
