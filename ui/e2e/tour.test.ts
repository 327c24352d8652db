import type { Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, it } from 'vitest'
import { expectNoErrors, look, signedIn, withBrowser } from './browser.ts'
import { type Desk, openDesk } from './desk.ts'
import { drawLine as draw } from './draw.ts'
import { call } from './people.ts'

withBrowser()
afterEach(expectNoErrors)

let desk: Desk
beforeAll(async () => {
  desk = await openDesk()
})
afterAll(() => desk?.server.stop())

const region = (page: Page, name: string) => page.getByRole('region', { name, exact: true })
const section = (page: Page, name: string) => page.getByRole('link', { name, exact: true }).click()
const palette = (page: Page) => page.getByRole('complementary', { name: 'Что поставить на форму' })
const panel = (page: Page, kind: string) => page.getByRole('complementary', { name: kind })

/** The title of what was made waits to be typed over. */
async function name(page: Page, words: string): Promise<void> {
  await page.waitForFunction(
    () => document.activeElement instanceof HTMLInputElement && document.activeElement.selectionEnd !== 0,
  )
  await page.keyboard.type(words)
  await page.keyboard.press('Enter')
}

async function choose(page: Page, side: string, label: string, option: string): Promise<void> {
  await panel(page, side).getByRole('combobox', { name: label }).click()
  await page.getByRole('option', { name: option, exact: true }).click()
  await page.keyboard.press('Escape')
}

// The way of docs/studio.md: a person who never saw JSON gives a department its request.
it('adds a department with a type, five fields, four states, a route of two steps and a deadline', async () => {
  const page = await signedIn(await desk.as('dir'))
  await page.goto('/studio/live')
  await page.getByRole('button', { name: 'Новый пакет' }).click()
  await page.getByLabel('Название').fill('Отдел кадров')
  await page.getByRole('button', { name: 'Создать' }).click()
  await page.getByRole('button', { name: 'Новый тип' }).click()
  await page.getByLabel('Название').fill('Командировка')
  await page.getByRole('button', { name: 'Создать' }).click()

  await region(page, 'Поля').waitFor()
  for (const [kind, title] of [
    ['Строка', 'Город'],
    ['Дата', 'Отъезд'],
    ['Дата', 'Возвращение'],
    ['Деньги', 'Аванс'],
    ['Текст', 'Цель'],
  ] as const) {
    await palette(page).getByRole('button', { name: kind, exact: true }).click()
    await name(page, title)
    await page.waitForFunction(() => document.activeElement?.hasAttribute('data-item'))
  }
  await page.getByText(/сохранён в/).waitFor()
  await look(page, 'tour-form')

  await section(page, 'Жизненный цикл')
  const drawn = page.getByRole('region', { name: /^Схема жизненного цикла/ })
  const state = (title: string) => drawn.getByRole('button', { name: new RegExp(`^${title}\\s*(,|$)`) })
  await state('Черновик').waitFor()
  for (const title of ['На согласовании', 'Отклонена']) {
    await page.getByRole('button', { name: /^Состояние/ }).click()
    await name(page, title)
    await state(title).waitFor()
  }
  for (const [from, to, title, who] of [
    ['draft', 'na_soglasovanii', 'Отправить', 'Автор'],
    ['na_soglasovanii', 'done', 'Согласована', 'Система'],
    ['na_soglasovanii', 'otklonena', 'Отклонена', 'Система'],
  ] as const) {
    await draw(page, from, to)
    await page.keyboard.type(title)
    await page.keyboard.press('Enter')
    await choose(page, 'Переход', 'Кто нажимает', who)
    await page.keyboard.press('Escape')
  }
  await state('Отклонена').click()
  await choose(page, 'Состояние', 'Фаза', 'Отменено')
  await drawn.getByRole('button', { name: /^Завершить/ }).click()
  await panel(page, 'Переход').getByRole('button', { name: 'Удалить переход' }).click()
  await page.getByText('Ошибок нет').waitFor()
  await look(page, 'tour-graph')

  await section(page, 'Согласование')
  await page.getByRole('button', { name: 'Маршрут', exact: true }).click()
  await page.getByRole('button', { name: 'Шаг', exact: true }).click()
  await panel(page, 'Свойства').getByRole('textbox', { name: 'Название шага' }).fill('Финансы')
  await panel(page, 'Свойства').getByRole('button', { name: 'Очистить: Кто согласует' }).waitFor({ state: 'detached' })
  await choose(page, 'Свойства', 'Кто согласует', 'Автор')
  await choose(page, 'Свойства', 'Кто согласует', 'Роль «Финансист»')
  await page.getByText('Ошибок нет').waitFor()
  await look(page, 'tour-route')

  await section(page, 'Сроки')
  await page.getByRole('button', { name: 'Добавить норму' }).click()
  await page.getByRole('textbox', { name: 'Что сделать вовремя' }).fill('Оформить')
  await page.getByRole('textbox', { name: 'Норма времени' }).fill('2wd')
  await page.getByText('Ошибок нет').waitFor()
  await look(page, 'tour-sla')

  await page.getByRole('button', { name: 'Опубликовать…' }).click()
  await page.getByRole('heading', { name: /Опубликовать версию/ }).waitFor()
  await look(page, 'tour-publish')
  await page.getByRole('button', { name: 'Опубликовать', exact: true }).click()
  await page.getByRole('heading', { name: 'Версии' }).waitFor()

  const ann = await signedIn(await desk.as('ann'))
  await ann.goto('/t/otdel_kadrov_komandirovka/new')
  await ann.getByLabel('Тема').fill('Форум в Астане')
  await ann.getByLabel('Город').fill('Астана')
  await look(ann, 'tour-staff')
  const made = await call<{ id: string }>(await desk.as('ann'), 'POST', '/otdel_kadrov_komandirovka', {
    fields: { title: 'Форум в Астане', gorod: 'Астана', avans: '50000' },
    transition: 'otpravit',
  })
  await ann.goto(`/t/otdel_kadrov_komandirovka/${made.id}`)
  const sheet = ann.getByRole('region', { name: 'Лист согласования' })
  await sheet.getByText('Руководитель').first().waitFor()
  await sheet.getByText('Финансы').first().waitFor()
  await ann.getByText('Оформить').first().waitFor()
}, 180_000)
