import type { Page } from 'playwright-core'
import { afterEach, expect, it } from 'vitest'
import { as, breaches, expectNoErrors, phone, withBrowser } from './browser.ts'
import { action, choice, create, heading, input, pick, state, unique } from './form.ts'
import { call, client, type Made, people } from './people.ts'

withBrowser()
afterEach(expectNoErrors)

const box = (page: Page, title: string) =>
  page.getByRole('complementary').locator('section', { has: page.getByRole('heading', { name: title }) })

/** A marketing request of a clerk that a marketer has taken on. */
async function taken(title: string): Promise<Made> {
  const clerk = await client(people.clerk)
  const marketer = await client(people.marketer)
  const fields = {
    title,
    creative: 'Открываем филиал',
    placement: ['instagram'],
    starts: '2027-12-01',
    ends: '2027-12-20',
  }
  const made = await call<Made>(clerk, 'POST', '/backoffice_marketing', { fields })
  const body = { fields: { assignee: marketer.authStore.record?.id }, revision: made.revision }
  return call<Made>(marketer, 'POST', `/backoffice_marketing/${made.id}/accept`, body)
}

it('shows the tasks of a request: how far they are, what waits for what, and a new one', async () => {
  const title = unique('Листовки')
  const made = await taken(title)
  const marketer = await as(people.marketer)
  await marketer.goto(`/t/backoffice_marketing/${made.id}`)
  const tasks = box(marketer, 'Задачи')
  await tasks.getByText('0 из 2').waitFor()
  await tasks.getByText('Ждёт: Креатив').waitFor()
  expect(await tasks.getByRole('listitem').count()).toBe(2)
  expect(await breaches(marketer)).toEqual([])

  // A new one knows what it is for.
  await tasks.getByRole('link', { name: 'Добавить: Задача' }).click()
  await expect.poll(() => choice(marketer, 'Основание').inputValue(), { timeout: 10_000 }).toContain(title)
  await input(marketer, 'Что сделать').fill('Заказать бумагу')
  await pick(marketer, 'Исполнитель', /Рахимова/, 'Рахим')
  await marketer.getByLabel('Срок *').click()
  await marketer.getByRole('dialog').getByRole('button', { name: /^28 / }).last().click()
  await marketer.getByRole('dialog').getByRole('button', { name: 'Готово' }).click()
  await create(marketer).click()
  await heading(marketer, 'Заказать бумагу').waitFor()
  expect(await choice(marketer, 'Основание').count()).toBe(0)
  await marketer.goto(`/t/backoffice_marketing/${made.id}`)
  await tasks.getByText('0 из 3').waitFor()
})

it('hands a task in and has it accepted; the next one is free then', async () => {
  const made = await taken(unique('Баннер'))
  const marketer = await as(people.marketer)
  await marketer.goto(`/t/backoffice_marketing/${made.id}`)
  const tasks = box(marketer, 'Задачи')
  await tasks.getByRole('link', { name: 'Креатив' }).click()
  await action(marketer, 'Начать').click()
  await state(marketer, 'В работе').waitFor()
  await action(marketer, 'Сдать').click()
  const dialog = marketer.getByRole('dialog')
  await dialog.getByRole('textbox', { name: 'Что сделано' }).fill('Три макета')
  await dialog.getByRole('button', { name: 'Сдать' }).click()
  await state(marketer, 'Сдана на проверку').waitFor()

  const clerk = await as(people.clerk, phone)
  await clerk.goto(`/t/backoffice_marketing/${made.id}`)
  await box(clerk, 'Задачи').getByRole('link', { name: 'Креатив' }).click()
  await action(clerk, 'Принять результат').click()
  await clerk.getByText('Выполнена').first().waitFor()

  await marketer.goto(`/t/backoffice_marketing/${made.id}`)
  await tasks.getByText('1 из 2').waitFor()
  expect(await tasks.getByText('Ждёт:').count()).toBe(0)
})
