import PocketBase from 'pocketbase'
import { afterEach, expect, inject, it } from 'vitest'
import { as, expectNoErrors, look, withBrowser } from './browser.ts'
import { emailOf, password, people } from './people.ts'

withBrowser()
afterEach(expectNoErrors)

const cyrillic = /[а-яё]/i

it('speaks the language that a person has chosen, also after a reload, and back', async () => {
  const page = await as(people.head)
  await page.goto('/profile')
  await page.getByRole('combobox', { name: 'Язык' }).selectOption('en')
  await page.getByRole('combobox', { name: 'Language' }).waitFor()
  await page.goto('/t/backoffice_payment')
  await page.getByRole('grid').waitFor()
  expect(await page.locator('html').getAttribute('lang')).toBe('en')
  await page.getByRole('link', { name: 'Invoice payments' }).first().waitFor()
  const chrome = await page.getByRole('columnheader').allTextContents()
  expect(chrome.filter(text => cyrillic.test(text))).toEqual([])
  await page.getByRole('link', { name: 'My day' }).click()
  await page.getByRole('heading', { level: 1 }).waitFor()
  expect(await page.getByRole('heading', { level: 1 }).textContent()).not.toMatch(cyrillic)

  await page.goto('/profile')
  await page.getByRole('combobox', { name: 'Language' }).selectOption('ru')
  await page.getByRole('combobox', { name: 'Язык' }).waitFor()
})

it('remembers the scheme and the density', async () => {
  const page = await as(people.accountant, { colorScheme: 'light' })
  await page.goto('/profile')
  const scheme = page.getByRole('combobox', { name: /Оформление|Тема|Цвет/ })
  await scheme.selectOption('dark')
  await page.locator('html[data-mantine-color-scheme=dark]').waitFor()
  await page.reload()
  await page.locator('html[data-mantine-color-scheme=dark]').waitFor()
  await scheme.selectOption('auto')
  await page.locator('html[data-mantine-color-scheme=light]').waitFor()
})

it('changes the password and stays signed in', async () => {
  const page = await as(people.newcomer)
  await page.goto('/profile')
  const change = page.getByRole('button', { name: 'Сменить пароль' })
  await page.locator('input[name=old]').fill('not-this-one')
  await page.locator('input[name=fresh]').fill('quite-another-password')
  await change.click()
  await page.getByText('Нынешний пароль не подошёл').waitFor()
  await page.locator('input[name=old]').fill(password)
  await change.click()
  await page.getByText('Пароль изменён').waitFor()
  await page.reload()
  await page.getByRole('heading', { name: 'Айдос Серік' }).waitFor()
  const pb = new PocketBase(inject('url'))
  await pb.collection('users').authWithPassword(emailOf(people.newcomer), 'quite-another-password')
})

it('makes a key that opens the configuration, for who may change it', async () => {
  const clerk = await as(people.clerk)
  await clerk.goto('/profile')
  await clerk.getByRole('button', { name: 'Создать ключ', exact: true }).waitFor()
  expect(await clerk.getByRole('checkbox', { name: 'Настройка' }).count()).toBe(0)

  const page = await as(people.administrator)
  await page.goto('/profile')
  await page.getByRole('textbox', { name: 'Для чего ключ' }).fill('Выкладка')
  await page.getByRole('combobox', { name: 'Что можно' }).selectOption('none')
  await page.getByRole('checkbox', { name: 'Настройка' }).check()
  await page.getByRole('button', { name: 'Создать ключ', exact: true }).click()
  const secret = await page.getByRole('status').locator('code').textContent()
  const row = page.getByRole('listitem').filter({ hasText: 'Выкладка' })
  await row.getByText('Настройка').waitFor()
  expect(await row.getByText('Только чтение').count()).toBe(0)
  const ask = (path: string) =>
    fetch(`${inject('url')}/api/kontora/${path}`, { headers: { Authorization: `Bearer ${secret}` } })
  expect((await ask('config')).status).toBe(200)
  expect((await ask('lists/backoffice_payment')).status).toBe(404)
  await look(page, 'profile-keys')
})
