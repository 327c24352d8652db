import type { Page } from 'playwright-core'
import { afterEach, expect, it } from 'vitest'
import { as, expectNoErrors, look, phone, withBrowser } from './browser.ts'
import { action, create, fillPayment, heading, input, pick, state, unique } from './form.ts'
import { client, overReason, people } from './people.ts'

withBrowser()
afterEach(expectNoErrors)

const soon = () => {
  const day = new Date(Date.now() + 3 * 24 * 3_600_000)
  return [day.getDate(), day.getMonth() + 1, day.getFullYear()].map(n => String(n).padStart(2, '0')).join('.')
}
const bill = {
  name: 'Счёт.pdf',
  mimeType: 'application/pdf',
  buffer: Buffer.from('%PDF-1.4\n1 0 obj\n<< /Type /Catalog >>\nendobj\ntrailer << /Root 1 0 R >>\n%%EOF\n'),
}
const waiting = (page: Page, title: string) => page.getByRole('button', { name: new RegExp(title) }).first()
const row = async (title: string) =>
  (await client(people.director))
    .collection('backoffice_payment')
    .getFirstListItem(`title = ${JSON.stringify(title)}`) as Promise<Record<string, unknown>>

it('takes a payment over the limit from its form to the bank: five people, at desks and on phones', async () => {
  const title = unique('Кровля сверх плана')

  // Asked for in a branch: more than the month has for repairs.
  const clerk = await as(people.clerk)
  await clerk.goto('/t/backoffice_payment/new')
  await fillPayment(clerk, title, '9000000')
  await input(clerk, 'Дедлайн оплаты').fill(soon())
  await pick(clerk, 'Документ-основание', /Аренда офиса, Караганда/, 'Караганда')
  await create(clerk).click()
  await heading(clerk, title).waitFor()

  // Taken on; without a reason it does not go.
  const coordinator = await as(people.coordinator)
  await coordinator.goto(clerk.url())
  await action(coordinator, 'Принять в работу').click()
  await pick(coordinator, 'Ответственный', /Павленко/, 'Павленко', coordinator.getByRole('dialog'))
  await coordinator.getByRole('dialog').getByRole('button', { name: 'Принять в работу' }).click()
  await state(coordinator, 'В работе').waitFor()
  await action(coordinator, 'На согласование').click()
  const submit = coordinator.getByRole('dialog')
  await submit.getByRole('button', { name: 'На согласование' }).click()
  await submit
    .getByText(/обоснуйте|нужно заполнить|заполните/i)
    .first()
    .waitFor()
  await input(submit, 'Обоснование превышения лимита').fill(overReason)
  await submit.getByRole('button', { name: 'На согласование' }).click()
  await state(coordinator, 'На согласовании').waitFor()

  // The head decides on a phone.
  const head = await as(people.head, phone)
  await head.goto('/inbox')
  await waiting(head, title).tap()
  await head.getByRole('button', { name: 'Согласовать' }).first().tap()
  await waiting(head, title).waitFor({ state: 'detached' })

  // Finance attaches the bill with the vote, from the card.
  const accountant = await as(people.accountant)
  await accountant.goto(clerk.url())
  await action(accountant, 'Согласовать').click()
  const vote = accountant.getByRole('dialog')
  await vote.locator('input[type=file]').setInputFiles(bill)
  await vote.getByRole('button', { name: 'Согласовать' }).click()
  await vote.waitFor({ state: 'detached' })
  const sheet = accountant.getByRole('region', { name: 'Лист согласования' })
  await sheet.getByText('Согласование превышения лимита').first().waitFor()
  await look(accountant, 'over-limit-sheet')
  expect((await row(title)).status).toBe('approval')

  // The finance director sees by how much, on a phone, and lets it through.
  const director = await as(people.director, phone)
  await director.goto(clerk.url())
  await director.getByText('Сверх лимита').first().waitFor()
  await look(director, 'over-limit-director')
  await action(director, 'Согласовать').tap()
  const last = director.getByRole('dialog')
  if (await last.isVisible().catch(() => false)) await last.getByRole('button', { name: 'Согласовать' }).tap()
  await expect.poll(async () => (await row(title)).status, { timeout: 15_000 }).toBe('waiting')

  // The invoice came of it by itself; the accountant pays it.
  const pb = await client(people.accountant)
  const invoice = await pb.collection('backoffice_invoice').getFirstListItem(`request = "${(await row(title)).id}"`)
  await accountant.goto(`/t/backoffice_invoice/${invoice.id}`)
  await action(accountant, 'В оплату').click()
  const pay = accountant.getByRole('dialog')
  await pick(accountant, 'Реквизиты', /KZ|Kaspi|Halyk|—|\d/, undefined, pay)
  await input(pay, 'КНП').fill('859')
  await pay.getByRole('button', { name: 'В оплату' }).click()
  await state(accountant, 'В оплате').waitFor()
  await action(accountant, /Отметить платёж/).click()
  const payment = accountant.getByRole('dialog')
  await input(payment, 'Последний платёж: дата').fill(soon())
  await input(payment, 'Последний платёж: сумма').fill('9000000')
  await payment.getByRole('button', { name: 'Отметить платёж' }).click()
  await state(accountant, 'Оплачен').waitFor()
})
