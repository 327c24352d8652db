import type { Locator, Page } from 'playwright-core'

/** Fields of a form by the names that people see. */
export const input = (where: Page | Locator, name: string) => where.getByRole('textbox', { name, exact: true })
export const choice = (where: Page | Locator, name: string) => where.getByRole('combobox', { name, exact: true })

/** Chooses from a list: types a few letters of what is looked for when the list can search. */
export async function pick(page: Page, name: string, option: string | RegExp, letters?: string, where?: Locator) {
  const box = choice(where ?? page, name)
  await box.click()
  if (letters) await box.fill(letters)
  await page.getByRole('option', { name: option }).first().click()
}

/** A payment in tenge, filled in as far as a clerk must; the purpose and the item are there for the approval. */
export async function fillPayment(page: Page, title: string, amount: string) {
  await input(page, 'Тема').fill(title)
  await pick(page, 'Поставщик', /Сарыарқа/, 'Сарыарқа')
  await input(page, 'Сумма').fill(amount)
  await input(page, 'Дедлайн оплаты').fill('10.12.2027')
  await input(page, 'Назначение платежа').fill('За ремонт по счёту')
  await pick(page, 'Основание', 'Договор')
  await pick(page, 'Статья расходов', /Ремонт помещений/, 'Ремонт')
}

export const create = (page: Page) => page.getByRole('main').getByRole('button', { name: 'Создать', exact: true })
export const heading = (page: Page, name: string) => page.getByRole('heading', { name, level: 1, exact: true })
export const action = (page: Page, name: string | RegExp) =>
  page.getByRole('region', { name: 'Действия' }).getByRole('button', { name })
/** The present state on the path of the card. */
export const state = (page: Page, title: string) =>
  page.getByRole('navigation', { name: 'Путь записи' }).locator('[aria-current="step"]', { hasText: title })
export const history = (page: Page) => page.getByRole('region', { name: 'Лента' })

let made = 0
/** A name that no other record of this run has. */
export const unique = (what: string) => `${what} ${process.pid}-${++made}`
