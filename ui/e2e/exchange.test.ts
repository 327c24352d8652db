import { readFile } from 'node:fs/promises'
import { afterEach, expect, it } from 'vitest'
import { as, breaches, expectNoErrors, look, phone, withBrowser } from './browser.ts'
import { people } from './people.ts'

withBrowser()
afterEach(expectNoErrors)

it('takes a list out as a file that a spreadsheet opens', async () => {
  const page = await as(people.accountant)
  await page.goto('/t/backoffice_invoice')
  const grid = page.getByRole('grid')
  await grid.getByRole('link').first().waitFor()
  const shown = Number(await grid.getAttribute('aria-rowcount')) - 1
  await page.getByRole('button', { name: 'Выгрузить…' }).click()
  const dialog = page.getByRole('dialog', { name: /^Выгрузка: Счета/ })
  await dialog.getByRole('radio', { name: 'CSV для Excel (.csv)' }).check()
  await look(page, 'export')
  expect(await breaches(page)).toEqual([])
  await dialog.getByRole('button', { name: 'Выгрузить', exact: true }).click()
  const saved = page.waitForEvent('download')
  await dialog.getByRole('button', { name: 'Сохранить файл' }).click()
  const file = await saved
  expect(file.suggestedFilename()).toMatch(/^Счета \d{4}-\d\d-\d\d\.csv$/)
  const text = await readFile(await file.path(), 'utf8')
  expect(text.startsWith('\uFEFF')).toBe(true)
  const lines = text.trimEnd().split('\r\n')
  expect(lines.length - 1).toBe(shown)
  expect(lines[0]).toContain('Контрагент')
  await look(page, 'export-done')
})

it('takes out chosen rows alone, and offers nothing to who may only look', async () => {
  const page = await as(people.accountant)
  await page.goto('/t/backoffice_invoice')
  const grid = page.getByRole('grid')
  await grid.getByRole('link').first().waitFor()
  await grid.getByRole('checkbox').nth(1).check()
  await page.getByRole('button', { name: 'Выгрузить…' }).click()
  const dialog = page.getByRole('dialog', { name: /^Выгрузка/ })
  expect(await dialog.getByRole('radio', { name: 'Выбранная запись' }).isChecked()).toBe(true)
  await dialog.getByRole('button', { name: 'Выгрузить', exact: true }).click()
  await dialog.getByText('1 строка').waitFor()

  const other = await as(people.clerk)
  await other.goto('/t/base_counterparty')
  await other.getByRole('grid').getByRole('link').first().waitFor()
  expect(await other.getByRole('button', { name: 'Выгрузить…' }).count()).toBe(0)
})

it('fits a phone in the dark', async () => {
  const page = await as(people.accountant, { ...phone, colorScheme: 'dark' })
  await page.goto('/t/backoffice_invoice')
  await page.getByRole('button', { name: 'Выгрузить…' }).click()
  await page.getByRole('dialog', { name: /^Выгрузка/ }).waitFor()
  await look(page, 'export-phone-dark')
  expect(await breaches(page)).toEqual([])
})
