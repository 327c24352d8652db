import { expect, it } from 'vitest'
import { expectNoErrors, stranger, withBrowser } from './browser.ts'
import { emailOf, password, people } from './people.ts'

withBrowser()

it('lets a person in by password and brings them where they were going', async () => {
  const page = await stranger()
  await page.goto('/t/backoffice_payment')
  await page.waitForURL(/\/signin/)
  // No mail is set up here: whoever forgot the password is told whom to ask, by no button that could not help.
  await page.getByText('Забыли пароль? Новый задаст администратор').waitFor()
  expect(await page.getByRole('button', { name: /Забыли/ }).count()).toBe(0)
  await page.getByLabel('Почта').fill(emailOf(people.clerk))
  await page.locator('input[name=password]').fill('wrong-password')
  await page.getByRole('button', { name: 'Войти' }).click()
  await page.getByRole('alert').waitFor()
  await page.locator('input[name=password]').fill(password)
  await page.getByRole('button', { name: 'Войти' }).click()
  await page.waitForURL(/\/t\/backoffice_payment$/)
  await page.getByRole('heading', { name: 'Оплата счетов' }).waitFor()
  expect(await page.getByRole('link', { name: 'Жетісу Сервис' }).count()).toBe(1)
  expectNoErrors()
})
