import { readFile } from 'node:fs/promises'
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest'
import { as, breaches, expectNoErrors, look, phone, signedIn, withBrowser } from './browser.ts'
import { type Desk, openDesk } from './desk.ts'
import { people } from './people.ts'

withBrowser()
afterEach(expectNoErrors)

let desk: Desk
beforeAll(async () => {
  desk = await openDesk()
})
afterAll(() => desk?.server.stop())

const csv = (...lines: string[]) => Buffer.from(lines.join('\r\n'), 'utf8')
const suppliers = csv(
  'Кто;Вид;Страна;БИН/ИИН, ИНН, УНП;Заметка',
  'Загрузка Альфа;Нерезидент;Другая;9977001;первый',
  'Загрузка Бета;Облако;Другая;9977002;второй',
  'Загрузка Гамма;Нерезидент;Другая;9977003;',
)

it('brings records in from a file: matched, checked, brought in, with ways to them', async () => {
  const page = await as(people.bookkeeper)
  await page.goto('/t/base_counterparty')
  await page.getByRole('button', { name: 'Загрузить…' }).click()
  const dialog = page.getByRole('dialog', { name: 'Загрузка: Контрагенты' })
  await dialog.getByText('выберите файл').waitFor()
  await look(page, 'import-file')
  const file = dialog.locator('input[type=file]')

  await file.setInputFiles({ name: 'фото.xlsx', mimeType: 'image/png', buffer: Buffer.from('\x89PNG\r\n\x1a\n\0\0') })
  await dialog.getByRole('alert').getByText('Это не таблица').waitFor()
  const huge = Buffer.alloc(21 * 2 ** 20, 'а;б\n')
  await file.setInputFiles({ name: 'много.csv', mimeType: 'text/csv', buffer: huge })
  await dialog.getByRole('alert').getByText('больше 20 МБ не загрузить').waitFor()

  await file.setInputFiles({ name: 'Поставщики.csv', mimeType: 'text/csv', buffer: suppliers })
  await dialog.getByText('Поставщики.csv: 3 строки').waitFor()
  const field = (column: string) => dialog.getByLabel(`Поле для столбца «${column}»`)
  expect(await field('Кто').inputValue()).toBe('')
  await field('Кто').selectOption('Наименование')
  await field('Заметка').selectOption('Примечание')
  expect(await field('Страна').inputValue()).toBe('country')
  await dialog.getByRole('radio', { name: 'Создать новые записи' }).check()
  await look(page, 'import-match')
  expect(await breaches(page)).toEqual([])

  await dialog.getByRole('button', { name: 'Проверить' }).click()
  const errors = dialog.getByRole('list', { name: 'Ошибки' })
  await errors.getByText('Строка 3').waitFor()
  expect(await errors.getByRole('listitem').textContent()).toMatch(/Вид: .*Облако/)
  await look(page, 'import-check')
  expect(await breaches(page)).toEqual([])
  await dialog.getByRole('radio', { name: 'Не загружать ничего' }).check()
  expect(await dialog.getByRole('button', { name: /^Загрузить/ }).isDisabled()).toBe(true)
  await dialog.getByText('Исправьте строки с ошибками').waitFor()
  await dialog.getByRole('radio', { name: 'Пропустить её' }).check()
  await dialog.getByRole('button', { name: 'Загрузить 2 строки' }).click()

  await dialog.getByText('Загрузка закончена').waitFor()
  await look(page, 'import-done')
  expect(await breaches(page)).toEqual([])
  const saved = page.waitForEvent('download')
  await dialog.getByRole('button', { name: 'Скачать разбор по строкам' }).click()
  const report = await saved
  expect((await readFile(await report.path())).subarray(0, 2).toString()).toBe('PK')
  await dialog.getByRole('link', { name: 'Загрузка Гамма' }).click()
  await page.getByRole('heading', { name: 'Загрузка Гамма' }).waitFor()
})

it('takes cells that are pasted, and changes what is known by its number', async () => {
  const page = await as(people.bookkeeper)
  await page.goto('/t/base_counterparty')
  await page.getByRole('button', { name: 'Загрузить…' }).click()
  const dialog = page.getByRole('dialog', { name: /^Загрузка/ })
  await dialog.getByText('выберите файл').waitFor()
  await page.evaluate(() => {
    const clipboardData = new DataTransfer()
    clipboardData.setData('text/plain', 'БИН/ИИН, ИНН, УНП\tПримечание\n9977001\tдругой\n9977999\tникто\n')
    document.dispatchEvent(new ClipboardEvent('paste', { clipboardData }))
  })
  await dialog.getByText('Вставленные ячейки.csv: 2 строки').waitFor()
  await dialog.getByRole('radio', { name: 'Изменить записи, которые есть' }).check()
  expect(await dialog.getByLabel('Узнавать записи по полю').inputValue()).toBe('tax_id')
  await dialog.getByRole('button', { name: 'Проверить' }).click()
  await dialog.getByText('«9977999» не найдено').waitFor()
  await dialog.getByRole('button', { name: 'Загрузить 1 строку' }).click()
  await dialog.getByText('Загрузка закончена').waitFor()
  await dialog.getByRole('link', { name: 'Загрузка Альфа' }).click()
  await page.getByText('другой', { exact: true }).waitFor()
})

it('goes on where it was broken off, and nothing comes twice', async () => {
  const rows = 4000
  const lines = Array.from({ length: rows }, (_, k) => `Статья ${k + 1};2026-12;${k + 1},50`)
  const page = await signedIn(await desk.as('dir'))
  await page.goto('/t/desk_line')
  await page.getByRole('button', { name: 'Загрузить…' }).click()
  const dialog = page.getByRole('dialog', { name: /^Загрузка/ })
  await dialog
    .locator('input[type=file]')
    .setInputFiles({ name: 'Бюджет.csv', mimeType: 'text/csv', buffer: csv('Статья;Месяц;План', ...lines) })
  await dialog.getByRole('button', { name: 'Проверить' }).click()
  await dialog.getByRole('button', { name: 'Загрузить 4 000 строк' }).click({ timeout: 60_000 })
  await dialog.getByRole('progressbar').waitFor()
  await dialog.getByRole('button', { name: 'Прервать' }).click()
  await dialog.getByText('Загрузка прервана').waitFor()

  await page.reload()
  await page.getByRole('button', { name: 'Загрузить…' }).click()
  await dialog.getByText(/Бюджет\.csv: загружено [1-9][\d\s]* из 4.000/).waitFor()
  await look(page, 'import-left')
  await dialog.getByRole('button', { name: 'Продолжить' }).click()
  await dialog.getByText('Загрузка закончена').waitFor({ timeout: 90_000 })
  const pb = await desk.as('dir')
  const { count } = await pb.send('/api/kontora/counts/desk_line', {})
  expect(count).toBe(rows)
}, 180_000)

it('fits a phone in the dark, and is not offered to who may not', async () => {
  const page = await as(people.bookkeeper, { ...phone, colorScheme: 'dark' })
  await page.goto('/t/base_counterparty')
  await page.getByRole('button', { name: 'Загрузить…' }).click()
  const dialog = page.getByRole('dialog', { name: /^Загрузка/ })
  await dialog
    .locator('input[type=file]')
    .setInputFiles({ name: 'Поставщики.csv', mimeType: 'text/csv', buffer: suppliers })
  await dialog.getByText('Поставщики.csv: 3 строки').waitFor()
  expect(await breaches(page)).toEqual([])
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(390)

  const other = await as(people.clerk)
  await other.goto('/t/base_counterparty')
  await other.getByRole('grid').getByRole('link').first().waitFor()
  expect(await other.getByRole('button', { name: 'Загрузить…' }).count()).toBe(0)
})
