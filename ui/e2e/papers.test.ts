import { readFile } from 'node:fs/promises'
import { afterEach, beforeAll, expect, it } from 'vitest'
import { as, breaches, expectNoErrors, look, phone, withBrowser } from './browser.ts'
import { call, client, people } from './people.ts'

withBrowser()
afterEach(expectNoErrors)

const payer = {
  name: 'ООО «Жетісу Сервис РУ»',
  inn: '7736207543',
  kpp: '773601001',
  account: '40702810500000067890',
  bank: 'АО «Альфа-Банк», г. Москва',
  bik: '044525593',
  corr: '30101810200000000593',
}

beforeAll(async () => {
  const director = await client(people.director)
  for (const [word, value] of Object.entries(payer))
    await call(director, 'PUT', `/settings/backoffice/payer_${word}`, { value })
})

/** A statement of the company's bank: a part of one bill, and a sum that fits none. */
const statement = [
  '1CClientBankExchange',
  'ВерсияФормата=2.00',
  'Кодировка=UTF-8',
  'СекцияРасчСчет',
  'ДатаНачала=05.12.2026',
  'ДатаКонца=05.12.2026',
  'РасчСчет=KZ136010000099900101',
  'НачальныйОстаток=1000000.00',
  'ВсегоПоступило=0.00',
  'ВсегоСписано=80000.00',
  'КонечныйОстаток=920000.00',
  'КонецРасчСчет',
  ...payment('3101', '50000.00', 'Ремонт машин, часть по счёту ЖА-377'),
  ...payment('3102', '30000.00', 'По договору'),
  'КонецФайла',
].join('\r\n')

function payment(number: string, sum: string, purpose: string): string[] {
  return [
    'СекцияДокумент=ПлатежноеПоручение',
    `НомерДокумента=${number}`,
    'ДатаДокумента=05.12.2026',
    `Сумма=${sum}`,
    'ПлательщикИИК=KZ136010000099900101',
    'ПолучательНаименование=ТОО «Жібек Авто»',
    'ПолучательБИН_ИИН=151240027506',
    'ПолучательИИК=KZ258560000078120045',
    `НазначениеПлатежа=${purpose}`,
    'КонецДокумента',
  ]
}

it('makes papers of a sale: opened in a tab, kept with the record', async () => {
  const page = await as(people.accountant)
  await page.goto('/t/backoffice_sale')
  await page
    .getByRole('row', { name: /Тас Групп/ })
    .getByRole('link')
    .first()
    .click()
  await page.getByRole('heading', { name: /Тас Групп/ }).waitFor()
  expect(await breaches(page)).toEqual([])
  await page.getByRole('button', { name: 'Ещё действия' }).click()
  const menu = page.getByRole('menu')
  await menu.getByText('Печать', { exact: true }).waitFor()
  await look(page, 'papers-menu')
  const titles = await menu.getByRole('menuitem').allTextContents()
  expect(titles).toContain('Счёт на оплату')
  expect(titles).toContain('Накладная на отпуск запасов на сторону (З-2)')
  expect(titles).not.toContain('ТОРГ-12')

  const drawn = page.waitForResponse(/\/prints\/backoffice_sale\/\w+\/bill\.pdf/)
  const tab = page.waitForEvent('popup')
  await menu.getByRole('menuitem', { name: 'Счёт на оплату', exact: true }).click()
  const answer = await drawn
  expect(answer.headers()['content-type']).toBe('application/pdf')
  expect(answer.status()).toBe(200)
  await (await tab).close()

  await page.getByRole('button', { name: 'Ещё действия' }).click()
  await page.getByRole('menuitem', { name: 'Сохранить в записи: Счёт на оплату' }).click()
  await page.getByText('Сохранено в записи: Счёт на оплату').waitFor()
  await page
    .getByRole('link', { name: /^Счёт \d+ ТОО «Тас Групп»\.pdf/ })
    .first()
    .waitFor()
  await look(page, 'papers-kept')
})

it('gives the bank a file of payment orders once, and again only when it is meant', async () => {
  const page = await as(people.accountant)
  await page.goto('/t/backoffice_invoice')
  const row = page.getByRole('row', { name: /РегионТех.*64/ })
  await row.getByRole('checkbox').check()
  await page.getByRole('button', { name: 'Файл для банка' }).click()
  const dialog = page.getByRole('dialog', { name: 'Файл для банка' })
  await dialog.getByText('В файл попадёт выбранная запись.').waitFor()
  expect(await breaches(page)).toEqual([])
  await look(page, 'bank-file')
  const saved = page.waitForEvent('download')
  await dialog.getByRole('button', { name: 'Сделать файл' }).click()
  const file = await saved
  const text = new TextDecoder('windows-1251').decode(await readFile(await file.path()))
  expect(text.startsWith('1CClientBankExchange\r\n')).toBe(true)
  expect(text).toContain('Сумма=64000.00')
  expect(text).toMatch(/\r\nНомер=\d+\r\n/)
  expect(text).toContain(`ПлательщикИНН=${payer.inn}`)
  expect(text).toContain(`ПлательщикСчет=${payer.account}`)
  await dialog.getByText('Файл сохранён.').waitFor()
  await look(page, 'bank-file-made')
  await dialog.getByRole('button', { name: 'Закрыть' }).last().click()

  await page.getByRole('button', { name: 'Файл для банка' }).click()
  await dialog.getByRole('button', { name: 'Сделать файл' }).click()
  await dialog.getByRole('alert').waitFor()
  expect(await breaches(page)).toEqual([])
  await look(page, 'bank-file-again')
  await dialog.getByRole('button', { name: 'Всё равно выгрузить ещё раз' }).waitFor()
})

it('brings a statement in: what is clear is paid, the rest waits and is laid to a bill by hand', async () => {
  const page = await as(people.accountant)
  await page.goto('/t/backoffice_bank_line')
  await page.getByRole('button', { name: 'Загрузить…' }).click()
  const dialog = page.getByRole('dialog', { name: 'Загрузка: Банковская выписка' })
  await dialog.getByText('1CClientBankExchange').waitFor()
  const broken = statement.replace('КонечныйОстаток=920000.00', 'КонечныйОстаток=920001.00')
  const take = (text: string) =>
    dialog
      .locator('input[type=file]')
      .setInputFiles({ name: 'kl_to_1c.txt', mimeType: 'text/plain', buffer: Buffer.from(text, 'utf8') })
  await take(broken)
  await dialog.getByRole('alert').waitFor()
  await look(page, 'statement-broken')
  await take(statement)
  await dialog
    .getByRole('button', { name: /^(Проверить|Загрузить)/ })
    .first()
    .click()
  await dialog.getByRole('button', { name: 'Загрузить 2 строки' }).waitFor()
  expect(await breaches(page)).toEqual([])
  await look(page, 'statement-check')
  await dialog.getByRole('button', { name: /^Загрузить/ }).click()
  await dialog.getByText('Загрузка закончена').waitFor()
  await look(page, 'statement-done')
  await dialog
    .getByRole('button', { name: /Закрыть|Готово/ })
    .last()
    .click()

  await page.goto('/t/backoffice_bank_line?view=queue')
  await page.getByText('По договору').waitFor()
  expect(await page.getByText('часть по счёту ЖА-377').count()).toBe(0)
  expect(await breaches(page)).toEqual([])
  await look(page, 'statement-queue')

  await page
    .getByRole('row', { name: /По договору/ })
    .getByRole('link')
    .first()
    .click()
  await page.getByRole('button', { name: 'Разнести…' }).click()
  const allocate = page.getByRole('dialog', { name: /Разнести/ })
  await allocate.getByLabel(/^Оплаченный счёт/).fill('ЖА-377')
  await page
    .getByRole('option', { name: /ЖА-377|Жібек/ })
    .first()
    .waitFor()
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('Enter')
  await look(page, 'statement-allocate')
  await allocate.getByRole('button', { name: /Разнести/ }).click()
  await allocate.waitFor({ state: 'detached' })
  await page.getByText('Разнесено', { exact: true }).first().waitFor()
  await look(page, 'statement-allocated')
})

it('fits a phone: papers and what waits of a statement', async () => {
  const page = await as(people.accountant, phone)
  await page.goto('/t/backoffice_bank_line?view=queue')
  await page.getByText('За бланки и визитки').waitFor()
  await look(page, 'statement-queue-narrow')
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390)
  const pb = await client(people.accountant)
  const sale = await pb.collection('backoffice_sale').getFirstListItem('doc_no = "2"')
  await page.goto(`/t/backoffice_sale/${sale.id}`)
  await page.getByRole('heading', { name: /Тас Групп/ }).waitFor()
  expect(await breaches(page)).toEqual([])
  await page.getByRole('button', { name: 'Ещё действия' }).first().click()
  await page.getByRole('menuitem', { name: 'Счёт на оплату', exact: true }).waitFor()
  await look(page, 'papers-menu-narrow')
})
