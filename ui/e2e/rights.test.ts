import type { Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest'
import { breaches, expectNoErrors, look, phone, signedIn, withBrowser } from './browser.ts'
import { type Desk, openDesk, operate, sentOrder } from './desk.ts'
import { call, type Made } from './people.ts'

withBrowser()
afterEach(expectNoErrors)

let desk: Desk
beforeAll(async () => {
  desk = await openDesk()
  await operate(desk, async pb => {
    for (const who of ['m1', 'm2', 'm3']) await pb.collection('users').update(desk.ids[who] ?? '', { roles: [] })
  })
})
afterAll(() => desk?.server.stop())

const matrix = async (type: string, options = {}): Promise<Page> => {
  const page = await signedIn(await desk.as('dir'), options)
  await page.goto(`/studio/live/t/desk/${type}/access`)
  await page
    .getByRole('button', { name: /^Директор, / })
    .first()
    .waitFor()
  return page
}
const cell = (page: Page, name: string) => page.getByRole('button', { name: new RegExp(`^${name}: `) })
const exactly = (page: Page, name: string) => page.getByRole('button', { name, exact: true }).waitFor()
const pane = (page: Page, name: string) => page.getByRole('region', { name })
const saved = (page: Page) => page.getByText(/сохранён в/).waitFor()

async function choose(page: Page, label: string, option: string | RegExp): Promise<void> {
  const input = page
    .getByRole('combobox', { name: label })
    .or(page.getByRole('textbox', { name: label }))
    .first()
  await input.click()
  await page.getByRole('option', { name: option }).first().click()
}
const eyes = (page: Page) => page.getByRole('complementary', { name: 'Смотреть глазами' })
const field = (page: Page, title: string) => eyes(page).getByRole('button', { name: new RegExp(`^${title}`) })

it('gives a role a field to change in a state, and the person sees it once it is in force', async () => {
  const made = await sentOrder(desk, { subject: 'Стулья в переговорную', why: 'Сломались' })
  const fin = await desk.as('fin')
  const edit = (revision: number, why: string) =>
    call<Made>(fin, 'PATCH', `/desk_order/${made.id}`, { fields: { why }, revision })
  await expect(edit(made.revision, 'Нельзя')).rejects.toThrow()

  const page = await matrix('order')
  const spot = cell(page, 'Финансист, На согласовании')
  await exactly(page, 'Финансист, На согласовании: видит: все, правит 1 поле, решает на 1 шаге')
  await page.getByRole('rowheader', { name: /Член комиссии никто не держит/ }).waitFor()
  await choose(page, 'Чьими глазами', 'Ольга Литвинова')
  await eyes(page).getByRole('heading', { name: 'Стулья в переговорную' }).waitFor()
  expect(await field(page, 'Обоснование').textContent()).toMatch(/Сломались\s*чтение/)
  expect(await field(page, 'Счёт').textContent()).toMatch(/правит/)
  await eyes(page).getByRole('button', { name: 'Почему нельзя: Отозвать' }).press('Enter')
  await page.getByRole('dialog').getByText('Почему нельзя: Отозвать').waitFor()
  await page.keyboard.press('Escape')
  await field(page, 'Обоснование').click()
  await eyes(page).getByText('вам это поле не править').waitFor()

  await spot.click()
  const opened = pane(page, 'Финансист × На согласовании')
  await opened.getByText('Правит: Счёт').waitFor()
  expect(await breaches(page)).toEqual([])
  await look(page, 'access-cell')
  await choose(page, 'Дать править поле…', 'Обоснование')
  await page.getByText('Изменена 1 ячейка').waitFor()
  await exactly(page, 'Финансист, На согласовании: видит: все, правит 2 поля, решает на 1 шаге, изменено')
  await opened.getByText('Правит: Обоснование').waitFor()
  await saved(page)
  await look(page, 'access-given')
  for (const colorScheme of ['dark', 'light'] as const) {
    await page.emulateMedia({ colorScheme })
    await expect.poll(() => breaches(page), { timeout: 20_000 }).toEqual([]) // colours fade over
  }
  expect(await field(page, 'Обоснование').textContent()).toMatch(/чтение/)
  await expect(edit(made.revision, 'Ещё нельзя')).rejects.toThrow()

  await page.getByRole('button', { name: 'Опубликовать…' }).click()
  await page.getByRole('heading', { name: /Опубликовать версию/ }).waitFor()
  await page.getByRole('textbox', { name: 'Зачем меняете' }).fill('Финансист дописывает обоснование')
  await page.getByRole('button', { name: 'Опубликовать', exact: true }).click()
  await page.getByRole('heading', { name: 'Версии' }).waitFor()

  const after = await matrix('order')
  await exactly(after, 'Финансист, На согласовании: видит: все, правит 2 поля, решает на 1 шаге')
  // A record lives by the matrix it was made under; the next one is the first to have the new.
  await expect(edit(made.revision, 'И теперь нельзя')).rejects.toThrow()
  const next = await sentOrder(desk, { subject: 'Стол в переговорную', why: 'Шатается' })
  await after.reload()
  await choose(after, 'Чьими глазами', 'Ольга Литвинова')
  await choose(after, 'На какую запись', 'Стулья в переговорную')
  await eyes(after).getByRole('heading', { name: 'Стулья в переговорную' }).waitFor()
  expect(await field(after, 'Обоснование').textContent()).toMatch(/Сломались\s*чтение/)
  await choose(after, 'На какую запись', 'Стол в переговорную')
  await eyes(after).getByRole('heading', { name: 'Стол в переговорную' }).waitFor()
  expect(await field(after, 'Обоснование').textContent()).toMatch(/Шатается\s*правит/)
  const body = { fields: { why: 'Ножки шатаются' }, revision: next.revision }
  expect((await call<Made>(fin, 'PATCH', `/desk_order/${next.id}`, body)).revision).toBeGreaterThan(next.revision)
  await choose(after, 'В каком состоянии', 'Если бы: Исполнена')
  await expect.poll(() => field(after, 'Обоснование').textContent()).toMatch(/чтение/)
  await look(after, 'access-eyes')
  expect(await breaches(after)).toEqual([])
})

it('is walked, opened and asked by keys alone', async () => {
  const page = await matrix('order')
  const at = () => page.evaluate(() => document.activeElement?.textContent ?? '')
  await page.locator('[data-at="0/0"]').focus()
  await page.keyboard.press('End')
  expect(await at()).toContain('Автор, Отклонена')
  await page.keyboard.press('Home')
  await page.keyboard.press('ArrowRight')
  expect(await at()).toContain('Автор, На согласовании')
  await page.keyboard.press('Enter')
  await pane(page, 'Автор × На согласовании').waitFor()
  await page.keyboard.press('ArrowLeft')
  const opened = pane(page, 'Автор × Черновик')
  await opened.waitFor()
  await page.keyboard.press('t')
  await expect
    .poll(() => page.evaluate(() => document.activeElement?.closest('li')?.textContent ?? ''))
    .toMatch(/^Нажимает/)
  await page.keyboard.press('Enter')
  await opened.getByRole('button', { name: 'Свернуть' }).waitFor()
  await page.keyboard.press('Escape')
  await opened.waitFor({ state: 'detached' })
  expect(await at()).toContain('Автор, Черновик')
  await cell(page, 'Финансист, Черновик').focus()
  await page.keyboard.press('g')
  await eyes(page)
    .getByText(/Почему так/)
    .waitFor()
  expect(await eyes(page).evaluate(e => e.contains(document.activeElement))).toBe(true)
  await page.locator('[data-at="0/0"]').focus()
  await page.keyboard.press('e')
  const rule = page.getByRole('button', { name: /^Матрица правки/ }).first()
  await rule.click()
  await expect.poll(() => page.getByRole('radio', { name: 'Правила' }).isChecked()).toBe(true)
  await page.getByRole('heading', { name: 'Кто что правит' }).waitFor()
  expect(await breaches(page)).toEqual([])
  await look(page, 'access-rules')
})

it('gives a role sight of records, and takes it back; shows fields and transitions', async () => {
  const page = await matrix('errand')
  await page.getByRole('button', { name: 'Член комиссии' }).waitFor({ state: 'detached' })
  await choose(page, 'Дать роли…', 'Член комиссии')
  await cell(page, 'Член комиссии, Новая').waitFor()
  await page.getByText(/Изменено ячеек: 4/).waitFor()
  await saved(page)
  await page.getByText('По полям', { exact: true }).click()
  await cell(page, 'Член комиссии, .+').first().waitFor()
  expect(await breaches(page)).toEqual([])
  await look(page, 'access-fields')
  await page.getByText('По переходам', { exact: true }).click()
  await look(page, 'access-transitions')
  await page.getByText('По состояниям', { exact: true }).click()
  await cell(page, 'Член комиссии, Новая').click()
  await page.getByRole('button', { name: 'Изменить' }).first().click()
  await page.getByRole('button', { name: 'Убрать правило' }).click()
  await cell(page, 'Член комиссии, Новая').waitFor({ state: 'detached' })
  expect(await breaches(page)).toEqual([])
})

it('is cards by role on a phone', async () => {
  const page = await matrix('order', phone)
  await cell(page, 'Финансист, На согласовании').tap()
  await pane(page, 'Финансист × На согласовании').waitFor()
  expect(await breaches(page)).toEqual([])
  expect(await page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth)).toBe(true)
  await look(page, 'access-phone')
})
