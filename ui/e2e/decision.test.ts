import { afterEach, expect, it } from 'vitest'
import { as, expectNoErrors, withBrowser } from './browser.ts'
import { action, heading, history, pick, state, unique } from './form.ts'
import { client, type Made, payment, people, toApproval } from './people.ts'

withBrowser()
afterEach(expectNoErrors)

const address = (made: Made) => `/t/backoffice_payment/${made.id}`

it('explains a button that may not be pressed, and follows when it may', async () => {
  const clerk = await client(people.clerk)
  const title = unique('Кабель')
  const made = await toApproval(await payment(clerk, title))
  const accountant = await as(people.accountant)
  await accountant.goto(address(made))
  await heading(accountant, title).waitFor()

  const closed = action(accountant, 'Почему нельзя: Согласовать')
  await closed.focus()
  await accountant.keyboard.press('Enter')
  const why = accountant.getByRole('dialog', { name: /Почему нельзя/ })
  await why.getByText('Сергей Ким').waitFor()
  await accountant.keyboard.press('Escape')
  await why.waitFor({ state: 'detached' })
  expect(await closed.evaluate(button => button === document.activeElement)).toBe(true)

  // The head votes in another browser: the accountant's card hears of it.
  const head = await as(people.head)
  await head.goto(address(made))
  await action(head, 'Согласовать').click()
  await history(head).getByText('Согласовано: Руководитель подразделения').waitFor()
  await history(accountant).getByText('Согласовано: Руководитель подразделения').waitFor()

  // Now it may be pressed, and asks for what is still missing.
  await action(accountant, /^Согласовать/).click()
  const dialog = accountant.getByRole('dialog', { name: /Согласовать/ })
  const submit = dialog.getByRole('button', { name: 'Согласовать' })
  await submit.click()
  await dialog.getByText('Прикрепите счёт').waitFor()
  await dialog.getByText('Укажите основание: договор, акт или ТЗ').waitFor()
  const invoice = { name: 'invoice.pdf', mimeType: 'application/pdf', buffer: Buffer.from('%PDF-1.4\n%%EOF\n') }
  await dialog.locator('input[type=file]').setInputFiles(invoice)
  await pick(accountant, 'Документ-основание', /Караганда/, 'Караганда', dialog)
  await submit.click()
  await dialog.waitFor({ state: 'detached' })

  // The month has no budget for it: the director of finance has the last word.
  const director = await as(people.director)
  await director.goto(address(made))
  await action(director, 'Согласовать').click()
  await state(accountant, 'Ожидает оплаты/выполнения').waitFor()
  await state(head, 'Ожидает оплаты/выполнения').waitFor()
})

it('returns a request with a reason, and the author finds it in the history', async () => {
  const clerk = await client(people.clerk)
  const title = unique('Мебель')
  const made = await toApproval(await payment(clerk, title))
  const head = await as(people.head)
  await head.goto(address(made))
  await action(head, /^Вернуть/).click()
  const dialog = head.getByRole('dialog')
  await dialog.getByRole('button', { name: /^Вернуть/ }).click()
  await dialog
    .getByText(/Напишите|причин/i)
    .first()
    .waitFor()
  await dialog.getByRole('textbox').fill('Нет подписи склада')
  await dialog.getByRole('button', { name: /^Вернуть/ }).click()
  await state(head, 'Возврат на доработку').waitFor()
  const author = await as(people.clerk)
  await author.goto(address(made))
  await history(author).getByText('Нет подписи склада').first().waitFor()
})

it('asks before a second request for the same invoice, and keeps the reason', async () => {
  const clerk = await client(people.clerk)
  const invoice = { supplier_no: unique('СЧ') }
  await payment(clerk, unique('Первый счёт'), invoice)
  const twin = await payment(clerk, unique('Второй счёт'))
  const page = await as(people.clerk)
  await page.goto(address(twin))
  await page.getByRole('button', { name: 'Править: Номер счёта' }).click()
  await page.getByRole('textbox', { name: 'Номер счёта' }).fill(invoice.supplier_no)
  await page.keyboard.press('Enter')
  const dialog = page.getByRole('dialog', { name: 'Похоже, такая запись уже есть' })
  await dialog.getByText('на ту же сумму уже есть').waitFor()
  await dialog.getByRole('button', { name: 'Сохранить всё равно' }).click()
  await dialog.getByText('Напишите, чем эта запись отличается').waitFor()
  await dialog.getByRole('textbox').fill('Второй этаж')
  await dialog.getByRole('button', { name: 'Сохранить всё равно' }).click()
  await dialog.waitFor({ state: 'detached' })
  await history(page).getByText('Второй этаж').waitFor()
  await history(page).getByText('оставлена, хотя похоже на повтор').waitFor()
})
