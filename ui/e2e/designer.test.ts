import type { Locator, Page } from 'playwright-core'
import { afterEach, describe, expect, it } from 'vitest'
import { as, breaches, expectNoErrors, look, withBrowser } from './browser.ts'
import { call, client, people } from './people.ts'

withBrowser()

const drafts = async () => {
  const pb = await client(people.administrator)
  return { pb, items: (await call<{ items: { id: string }[] }>(pb, 'GET', '/config/drafts')).items }
}
afterEach(async () => {
  expectNoErrors()
  const { pb, items } = await drafts()
  for (const { id } of items) await call(pb, 'DELETE', `/config/drafts/${id}`)
})

const part = (page: Page, name: string) => page.getByRole('region', { name, exact: true })
const card = (page: Page, title: string) =>
  part(page, 'Форма').locator('[data-item^="field:"]', { hasText: new RegExp(`^${title}`) })
const panel = (page: Page) => page.getByRole('complementary', { name: 'Свойства' })
const preview = (page: Page) => page.getByRole('complementary', { name: 'Как видят' })
const palette = (page: Page) => page.getByRole('complementary', { name: 'Что поставить на форму' })
const title = (page: Page) => panel(page).getByRole('textbox', { name: /^Название/ })
const keysIn = (page: Page, section: string) =>
  part(page, section)
    .locator('[data-item^="field:"]')
    .evaluateAll(all => all.map(item => item.getAttribute('data-item')?.slice('field:'.length)))

/** The title of what was made waits to be typed over; Enter leaves to its card. */
async function name(page: Page, words: string): Promise<void> {
  await page.waitForFunction(
    () => document.activeElement instanceof HTMLInputElement && document.activeElement.selectionEnd !== 0,
  )
  await page.keyboard.type(words)
  await page.keyboard.press('Enter')
  await page.waitForFunction(() => document.activeElement?.hasAttribute('data-item'))
}

/** Carries something by the mouse, in steps as a hand does, to a point of something else. */
async function carry(page: Page, what: Locator, onto: Locator, x = 8): Promise<void> {
  await what.scrollIntoViewIfNeeded()
  await onto.scrollIntoViewIfNeeded()
  const from = await what.boundingBox()
  const to = await onto.boundingBox()
  if (!from || !to) throw new Error('nothing to carry')
  await page.mouse.move(from.x + from.width / 2, from.y + from.height / 2)
  await page.mouse.down()
  await page.mouse.move(from.x + from.width / 2 + 12, from.y + from.height / 2 + 6, { steps: 4 })
  await page.mouse.move(to.x + x, to.y + to.height / 2, { steps: 8 })
  await page.mouse.move(to.x + x, to.y + to.height / 2 + 2)
  await page.locator('[data-edge], [data-in]').first().waitFor()
  await page.mouse.up()
}

const focused = (page: Page) => page.evaluate(() => document.activeElement?.getAttribute('data-item'))

async function undoAll(page: Page): Promise<void> {
  const undo = page.getByRole('button', { name: 'Отменить правку' })
  while ((await undo.getAttribute('aria-disabled')) !== 'true') await undo.click()
}

describe('a form', () => {
  it('is built of fields of several kinds, divided by mouse and keyboard, and seen as another role', async () => {
    const page = await as(people.administrator)
    await page.goto('/studio/live/p/backoffice/types')
    await page.getByRole('button', { name: 'Новый тип' }).click()
    await page.getByLabel('Название').fill('Выезд мастера')
    await page.getByRole('button', { name: 'Создать' }).click()
    await part(page, 'Поля').waitFor()

    await palette(page).getByRole('button', { name: 'Деньги' }).click()
    await name(page, 'Стоимость')
    expect(await focused(page)).toBe('field:stoimost')

    await page.keyboard.press('n')
    const kinds = page.getByRole('menu', { name: 'Новое поле' })
    await kinds.waitFor()
    await page.waitForFunction(() => document.activeElement?.getAttribute('role') === 'menuitem')
    for (let row = 0; row < 4; row++) await page.keyboard.press('ArrowDown')
    expect(await page.evaluate(() => document.activeElement?.textContent)).toBe('Да/нет')
    await page.keyboard.press('Enter')
    await name(page, 'Далеко')
    expect(await focused(page)).toBe('field:daleko')

    await carry(page, palette(page).getByRole('button', { name: 'Число', exact: true }), card(page, 'Далеко'), 130)
    await name(page, 'Дней в пути')
    await palette(page).getByRole('button', { name: 'Файл' }).click()
    await name(page, 'Фото')
    await palette(page).getByRole('button', { name: 'Выбор', exact: true }).click()
    await name(page, 'Срочность')
    const choices = panel(page).getByRole('region', { name: 'Варианты' })
    await choices.getByLabel('Вариант 1', { exact: true }).fill('Обычная')
    await page.keyboard.press('Enter')
    await page.waitForFunction(() => document.activeElement?.getAttribute('aria-label') === 'Вариант 2')
    await page.keyboard.type('Срочная')
    await page.keyboard.press('Enter')
    await choices.getByLabel('Вариант 3', { exact: true }).waitFor()
    await choices.getByRole('button', { name: /Убрать вариант «Вариант/ }).click()
    await expect
      .poll(() =>
        choices.getByLabel('Ключ', { exact: true }).evaluateAll(all => all.map(i => (i as HTMLInputElement).value)),
      )
      .toEqual(['obychnaya', 'srochnaya'])

    await page.getByRole('button', { name: 'Раздел', exact: true }).click()
    await name(page, 'Заказ')
    await page.getByRole('button', { name: 'Раздел', exact: true }).click()
    await name(page, 'Дорога')
    expect(await keysIn(page, 'Вне разделов')).toEqual([
      'title',
      'stoimost',
      'daleko',
      'dney_v_puti',
      'foto',
      'srochnost',
    ])

    // By keyboard: over the edge into the section before, then on to the one before that.
    await card(page, 'Далеко').focus()
    for (const at of [1, 2, 3]) {
      await page.keyboard.press('Alt+ArrowUp')
      await page
        .getByRole('status')
        .filter({ hasText: at < 3 ? `${3 - at} из 6` : 'раздел «Дорога», 1 из 1' })
        .waitFor()
    }
    expect(await focused(page)).toBe('field:daleko')
    expect(await keysIn(page, 'Дорога')).toEqual(['daleko'])
    // By mouse: beside a card, and into an empty section.
    await carry(page, card(page, 'Дней в пути'), card(page, 'Далеко'), 130)
    await expect.poll(() => keysIn(page, 'Дорога')).toEqual(['daleko', 'dney_v_puti'])
    await carry(page, card(page, 'Стоимость'), part(page, 'Заказ').getByText('Перетащите сюда'))
    await expect.poll(() => keysIn(page, 'Заказ')).toEqual(['stoimost'])
    await carry(page, card(page, 'Срочность'), card(page, 'Стоимость'), 5)
    await expect.poll(() => keysIn(page, 'Заказ')).toEqual(['srochnost', 'stoimost'])

    await card(page, 'Дней в пути').click()
    await panel(page).getByLabel('Показывать, если').fill('daleko == true')
    await preview(page).getByRole('combobox', { name: 'Чьими глазами' }).click()
    await page.getByRole('option', { name: 'Финансист' }).click()
    await preview(page).getByRole('heading', { name: 'Дорога' }).waitFor()
    await preview(page).getByLabel('Дней в пути').waitFor({ state: 'detached' })
    await preview(page).getByLabel('Далеко').check({ force: true })
    await preview(page).getByLabel('Дней в пути').waitFor()
    await preview(page).getByText('Появилось', { exact: false }).waitFor()

    // What is typed into a title is read there at once.
    await card(page, 'Дней в пути').click()
    await title(page).fill('Дней в дороге')
    await preview(page).getByLabel('Дней в дороге').waitFor()
    await page
      .getByRole('status')
      .filter({ hasText: /^(Ошибок нет|\d+ предупрежд)/ })
      .waitFor()
    expect(await breaches(page)).toEqual([])
    await look(page, 'designer-new')

    // Off the form, and back by the keyboard.
    await card(page, 'Стоимость').focus()
    await page.keyboard.press('Delete')
    await card(page, 'Стоимость').waitFor({ state: 'detached' })

    await undoAll(page)
    await page
      .getByRole('main')
      .getByText('Тут пусто', { exact: false })
      .or(page.getByRole('main').getByRole('heading'))
      .first()
      .waitFor()
    await expect.poll(() => page.getByRole('complementary', { name: 'Как видят' }).count()).toBe(0)
  })

  it('takes fields from its base, which are hidden, changed and put back here alone', async () => {
    const page = await as(people.administrator)
    await page.goto('/studio/live/t/backoffice/payment/form')
    await card(page, 'Приоритет').focus()
    await page.keyboard.press('Enter')
    await panel(page).getByText('Поле из основы').waitFor()
    expect(await panel(page).getByLabel('Обязательное всегда').isChecked()).toBe(false)
    await title(page).fill('Насколько срочно')
    await preview(page).getByLabel('Насколько срочно').waitFor()
    await panel(page).getByRole('button', { name: 'Вернуть как в основе' }).click()
    await card(page, 'Приоритет').waitFor()

    await card(page, 'Приоритет').focus()
    await page.keyboard.press('Delete')
    const off = palette(page).getByRole('button', { name: 'Приоритет' })
    await off.waitFor()
    await preview(page).getByLabel('Приоритет').waitFor({ state: 'detached' })
    await carry(page, off, card(page, 'Файл счёта'), 5)
    await expect.poll(async () => (await keysIn(page, 'Основание и статья')).includes('priority')).toBe(true)
    await preview(page).getByLabel('Приоритет').waitFor()

    // Another key, in everything that names the field; what records hold under the earlier one stays.
    await card(page, 'КНП').click()
    await panel(page).getByRole('region', { name: 'Где используется' }).getByRole('button').first().waitFor()
    await panel(page).getByRole('button', { name: 'knp', exact: true }).click()
    const key = page.getByRole('textbox', { name: 'Ключ' })
    await key.fill('payment_code')
    await page.keyboard.press('Enter')
    await panel(page).getByRole('button', { name: 'payment_code', exact: true }).waitFor()
    await panel(page).getByText('Прежние ключи').waitFor()
    await page
      .getByRole('status')
      .filter({ hasText: /^(Ошибок нет|\d+ предупрежд)/ })
      .waitFor()
    await preview(page).getByLabel('КНП').waitFor()

    // A field that holds data is deleted only after a question, and names what would be left.
    await card(page, 'КНП').click()
    await panel(page).getByRole('button', { name: 'Удалить поле…' }).click()
    const ask = page.getByRole('dialog', { name: 'Удалить поле «КНП»?' })
    await ask.getByText('после публикации пропадёт').waitFor()
    expect(await breaches(page)).toEqual([])
    await ask.getByRole('button', { name: 'Только убрать с формы' }).click()
    await palette(page).getByRole('button', { name: 'КНП' }).waitFor()

    await card(page, 'Основание').click()
    await look(page, 'designer-payment')
    await undoAll(page)
    await card(page, 'КНП').waitFor()
    await page
      .getByText('Действующая настройка')
      .or(page.getByText('Черновик: 0', { exact: false }))
      .first()
      .waitFor()
  })
})
