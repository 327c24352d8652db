import type { Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest'
import { breaches, expectNoErrors, look, phone, signedIn, withBrowser } from './browser.ts'
import { type Desk, openDesk, sentOrder } from './desk.ts'
import { drawLine as drag } from './draw.ts'

withBrowser()
afterEach(expectNoErrors)

let desk: Desk
beforeAll(async () => {
  desk = await openDesk()
  await sentOrder(desk, {})
  await sentOrder(desk, { subject: 'Кабель' })
})
afterAll(() => desk?.server.stop())

const open = async (options = {}): Promise<Page> => {
  const page = await signedIn(await desk.as('dir'), options)
  await page.goto('/studio/live/t/desk/order/graph')
  return page
}
const drawn = (page: Page) => page.getByRole('region', { name: /^Схема жизненного цикла/ })
const state = (page: Page, title: string) => drawn(page).getByRole('button', { name: new RegExp(`^${title}\\s*(,|$)`) })
/** A transition on its line: «Отправить» or «Отправить: из «Новая» в «В работе»». */
const line = (page: Page, name: string) =>
  drawn(page).getByRole('button', { name: new RegExp(`^${name.replace(':', '\\s*:')}`) })
const panel = (page: Page, kind: 'Состояние' | 'Переход') => page.getByRole('complementary', { name: kind })
const problems = (page: Page) => page.getByRole('region', { name: 'Проблемы' })
const clean = (page: Page) => page.getByText('Ошибок нет').waitFor()
const focused = (page: Page) =>
  page.evaluate(() => {
    const at = document.activeElement as HTMLElement | null
    return at?.dataset.spot ?? at?.getAttribute('aria-label') ?? ''
  })

/** What the open list of people is chosen from. */
async function letPress(page: Page, who: string) {
  await expect.poll(() => focused(page)).toBe('Название')
  const box = panel(page, 'Переход').getByRole('combobox', { name: 'Кто нажимает' })
  await box.click()
  await page.getByRole('option', { name: who }).click()
  await page.keyboard.press('Escape')
}

it('shows the life of a record with how many are where', async () => {
  const page = await open()
  await state(page, 'Черновик').waitFor()
  await drawn(page)
    .getByRole('button', { name: /^Черновик\s*, начальное/ })
    .waitFor()
  await drawn(page)
    .getByRole('button', { name: /^На согласовании\s*, 2 записи сейчас$/ })
    .waitFor()
  expect(await line(page, 'reject: из «На согласовании» в «Отклонена», сам, без кнопки').count()).toBe(1)
  expect(await breaches(page)).toEqual([])
  await look(page, 'graph')

  await line(page, 'Ждать автора').click()
  await panel(page, 'Переход').getByText('Роль «Финансист»').first().waitFor()
  await panel(page, 'Переход').getByRole('button', { name: 'В исполнении' }).click()
  const side = panel(page, 'Состояние')
  await side.getByRole('button', { name: /Норма: Решение по заявке/ }).waitFor()
  expect(await breaches(page)).toEqual([])
  await look(page, 'graph-state')
  await side.getByRole('button', { name: /Проводка: Согласованная заявка/ }).click()
  await page.waitForURL(/\/facts/)
})

it('adds a state, draws transitions by mouse, mends what is wrong and takes everything back', async () => {
  const page = await open()
  await state(page, 'В исполнении').waitFor()
  await page.getByRole('button', { name: /^Состояние/ }).click()
  await page.getByRole('textbox', { name: 'Название' }).first().waitFor()
  await page.keyboard.type('На проверке')
  await page.keyboard.press('Enter')
  await state(page, 'На проверке').waitFor()
  expect(await state(page, 'На проверке').getAttribute('data-spot')).toBe('na_proverke')
  await problems(page)
    .getByText(/na_proverke|проверке/)
    .first()
    .waitFor()

  await drag(page, 'work', 'na_proverke')
  const side = panel(page, 'Переход')
  await page.keyboard.type('На проверку')
  await page.keyboard.press('Enter')
  await line(page, 'На проверку: из «В исполнении» в «На проверке», 1 ошибка').waitFor()
  await look(page, 'graph-wrong')
  await letPress(page, 'Роль «Финансист»')
  await expect.poll(() => problems(page).getByRole('listitem').count()).toBe(1)
  await drag(page, 'na_proverke', 'done')
  await page.keyboard.type('Принята')
  await page.keyboard.press('Enter')
  await side.getByText('prinyata', { exact: true }).waitFor()
  await letPress(page, 'Роль «Директор»')
  await clean(page)

  await side.getByRole('button', { name: 'Добавить условие' }).click()
  await side.getByRole('textbox', { name: 'Нельзя, если не выполнено' }).fill("amout > money('0')")
  await side.getByRole('textbox', { name: 'Сказать, если нельзя' }).fill('Мелочь проверять не нужно')
  await problems(page).getByText(/amout/).first().waitFor()
  await line(page, 'Принята: из «На проверке» в «Исполнена», ').waitFor()
  await page.getByRole('button', { name: 'Закрыть панель' }).click()
  await side.waitFor({ state: 'detached' })
  await page.keyboard.press('F8')
  const check = side.getByRole('textbox', { name: 'Нельзя, если не выполнено' })
  await check.press('Control+a') // what is replaced by one stroke, Chromium writes with a style that the policy forbids
  await page.keyboard.press('Delete')
  await check.fill("amount > money('1000', 'KZT')")
  await clean(page)
  await page.getByText(/сохранён в/).waitFor()
  await look(page, 'graph-mended')

  const undo = page.getByRole('button', { name: 'Отменить правку' })
  while ((await undo.getAttribute('data-disabled')) === null && !(await undo.isDisabled())) await undo.click()
  await state(page, 'На проверке').waitFor({ state: 'detached' })
  await clean(page)
  expect(await line(page, 'Принята').count()).toBe(0)
}, 120_000)

it('does the same from the keyboard alone', async () => {
  const page = await open()
  const first = state(page, 'Черновик')
  await first.waitFor()
  for (let presses = 0; presses < 60 && (await focused(page)) !== 'draft'; presses++) {
    await page.keyboard.press('Tab')
  }
  await page.keyboard.press('ArrowDown')
  expect(await focused(page)).toBe('draft>approval|submit')
  await page.keyboard.press('ArrowDown')
  expect(await focused(page)).toBe('approval')

  await page.keyboard.press('t')
  const menu = page.getByRole('menu')
  await menu.waitFor()
  await page.keyboard.press('ArrowDown')
  await page.getByRole('menuitem', { name: 'В исполнении' }).waitFor()
  for (let presses = 0; presses < 9; presses++) {
    const at = await page.evaluate(() => document.activeElement?.textContent ?? '')
    if (at === 'Ждём автора') break
    await page.keyboard.press('ArrowDown')
  }
  await page.keyboard.press('Enter')
  const side = panel(page, 'Переход')
  await side.waitFor()
  await expect.poll(() => focused(page)).toBe('Название')
  await page.keyboard.type('Уточнить у автора')
  await page.keyboard.press('Escape')
  await expect.poll(() => focused(page)).toMatch(/^approval>hold/)
  await side.waitFor({ state: 'detached' })

  await page.keyboard.press('Enter')
  await side.waitFor()
  await expect.poll(() => focused(page)).toBe('Название')
  await page.keyboard.press('Escape')
  await expect.poll(() => focused(page)).toMatch(/^approval>hold/)
  await page.keyboard.press('Delete')
  await line(page, 'Уточнить у автора').waitFor({ state: 'detached' })
  expect(await page.getByRole('status').filter({ hasText: 'Удалено: Уточнить у автора' }).count()).toBe(1)
  expect(await focused(page)).toBe('approval')

  await page.keyboard.press('F2')
  await page.keyboard.type('На визе')
  await page.keyboard.press('Enter')
  await state(page, 'На визе').waitFor()
  await expect.poll(() => focused(page)).toBe('approval')
  await page.keyboard.press('Alt+ArrowDown')
  await page.keyboard.press('n')
  await page.keyboard.press('Escape')
  await state(page, 'Новое состояние').waitFor()
  await page.keyboard.press('Delete')
  await state(page, 'Новое состояние').waitFor({ state: 'detached' })
  for (let presses = 0; presses < 12; presses++) await page.keyboard.press('Control+z')
  await state(page, 'На согласовании').waitFor()
  await clean(page)
})

it('says the same in words, which is what a phone shows', async () => {
  const page = await open(phone)
  const states = page.getByRole('region', { name: 'Состояния' })
  await states.getByRole('button', { name: 'На согласовании' }).waitFor()
  await page.getByRole('region', { name: 'Переходы' }).getByText('На согласовании → В исполнении').waitFor()
  expect(await breaches(page)).toEqual([])
  await look(page, 'graph-words')
  await states.getByRole('button', { name: 'На согласовании' }).click()
  await panel(page, 'Состояние').waitFor()
  expect(await breaches(page)).toEqual([])
  await look(page, 'graph-words-state')
  await page.getByRole('button', { name: 'Закрыть панель' }).click()
  await states.waitFor()
  await page.getByText('Схемой').click()
  await state(page, 'Черновик').waitFor()
})
