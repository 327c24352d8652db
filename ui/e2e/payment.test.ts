import { afterEach, expect, it } from 'vitest'
import { as, expectNoErrors, withBrowser } from './browser.ts'
import { action, choice, create, fillPayment, heading, history, input, pick, state, unique } from './form.ts'
import { overReason, people } from './people.ts'

withBrowser()
afterEach(expectNoErrors)

it('takes a request from the form to the approval, with several people looking at it', async () => {
  const title = unique('Ремонт крыши')
  const clerk = await as(people.clerk)
  const coordinator = await as(people.coordinator)
  await coordinator.goto('/t/backoffice_payment')
  await coordinator.getByRole('grid').waitFor()

  // Another currency brings a field that must be filled in: the form says why, and what blocks sending.
  await clerk.goto('/t/backoffice_payment/new')
  await fillPayment(clerk, title, '1500')
  await input(clerk, 'Сумма в тенге').waitFor({ state: 'detached' })
  await pick(clerk, 'Валюта', /\$/)
  await input(clerk, 'Сумма в тенге').waitFor()
  await clerk.getByText('Нужно из-за: «Валюта»').or(clerk.getByText('Поле появилось из-за: «Валюта»')).waitFor()
  await create(clerk).click()
  const summary = clerk.getByRole('alert')
  await summary.getByText('Чтобы сохранить, исправьте 1 поле').waitFor()
  await summary.getByRole('link', { name: 'Сумма в тенге' }).click()
  expect(await clerk.evaluate(() => document.activeElement?.getAttribute('aria-invalid'))).toBe('true')
  await input(clerk, 'Сумма в тенге').fill('712500')
  await create(clerk).click()
  await heading(clerk, title).waitFor()
  // The form was scrolled; what it made begins at its beginning.
  expect(await clerk.locator('[data-scroll-restoration-id="content"]').evaluate(box => box.scrollTop)).toBe(0)
  await state(clerk, 'Новая').waitFor()

  // The other browser hears of it without a reload.
  await coordinator
    .getByRole('button', { name: /нов|измен/i })
    .or(coordinator.getByRole('link', { name: title }))
    .first()
    .waitFor()
  const news = coordinator.getByRole('button', { name: /показать/i })
  if (await news.isVisible()) await news.click()
  await coordinator.getByRole('link', { name: title }).click()
  await heading(coordinator, title).waitFor()

  // Accepting asks who will answer for it.
  await action(coordinator, 'Принять в работу').click()
  const dialog = coordinator.getByRole('dialog')
  await pick(coordinator, 'Ответственный', /Павленко/, 'Павленко', dialog)
  await dialog.getByRole('button', { name: 'Принять в работу' }).click()
  await state(coordinator, 'В работе').waitFor()

  // The author sees it move, and by whom.
  await state(clerk, 'В работе').waitFor()
  await clerk
    .getByText(/Ирина Павленко.*В работе/)
    .first()
    .waitFor()

  await action(coordinator, 'На согласование').click()
  await input(coordinator.getByRole('dialog'), 'Обоснование превышения лимита').fill(overReason)
  await coordinator.getByRole('dialog').getByRole('button', { name: 'На согласование' }).click()
  await state(coordinator, 'На согласовании').waitFor()
  await state(clerk, 'На согласовании').waitFor()

  // Both histories tell the same.
  for (const page of [clerk, coordinator]) {
    await history(page).getByText('Ирина Павленко').first().waitFor()
    await history(page).getByText('На согласование', { exact: false }).first().waitFor()
    await history(page).getByText('Принять в работу').first().waitFor()
  }
  expect(await choice(clerk, 'Валюта').count()).toBe(0)
})
