import type { Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest'
import { breaches, expectNoErrors, look, signedIn, withBrowser } from './browser.ts'
import { type Desk, openDesk, sentOrder, vote } from './desk.ts'
import { call, type Made } from './people.ts'

withBrowser()
afterEach(expectNoErrors)

const order = 'schemas/desk/types/order.json'
let desk: Desk
beforeAll(async () => {
  desk = await openDesk()
  const fin = await desk.as('fin')
  const fields = { item: 'Сувениры', month: '2026-11', plan: '5000000', branch: desk.ids.sales }
  const line = await call<Made>(fin, 'POST', '/desk_line', { fields })
  await call(fin, 'POST', `/desk_line/${line.id}/approve`, {})
  for (const subject of ['Щиты на фасад', 'Кружки']) {
    const made = await sentOrder(desk, { subject, amount: '300000', line: line.id })
    await vote(desk, 'head', made.id, { verdict: 'approve' })
    await vote(desk, 'fin', made.id, { verdict: 'approve' })
  }
})
afterAll(() => desk?.server.stop())

const open = async (path: string): Promise<Page> => {
  const page = await signedIn(await desk.as('dir'))
  await page.goto(`/studio/${path}`)
  await page.getByRole('navigation', { name: 'Разделы Студии' }).waitFor()
  return page
}

async function draftOf(files: Record<string, string>): Promise<string> {
  const dir = await desk.as('dir')
  const made = await call<{ id: string; revision: number }>(dir, 'POST', '/config/drafts', { title: 'Проба' })
  await call(dir, 'PATCH', `/config/drafts/${made.id}`, { revision: made.revision, files })
  return made.id
}

/** A draft in which the file of orders has been changed. */
async function draft(change: (text: string) => string): Promise<string> {
  const live = await call<{ files: Record<string, string> }>(await desk.as('dir'), 'GET', '/config')
  const text = change(live.files[order] ?? '')
  expect(text).not.toBe(live.files[order])
  return draftOf({ [order]: text })
}

it('decides the past by the draft and says what would have gone differently', async () => {
  const id = await draft(text =>
    text
      .replace("amount > money('1000000', 'KZT')", "amount > money('100000', 'KZT')")
      .replace('"title": "Исполнено", "from": "work"', '"title": "Исполнено", "from": "work", "require": ["why"]'),
  )
  const page = await open(`${id}/publish`)
  await page.getByRole('link', { name: 'Проверить на истории…' }).click()
  await page.getByRole('heading', { name: 'Проверка на истории', level: 1 }).waitFor()
  await page.getByRole('combobox', { name: 'За какое время' }).click()
  await page.getByRole('option', { name: 'за 1 месяц' }).click()
  await page.getByRole('button', { name: 'Проверить', exact: true }).press('Enter')
  await page.getByRole('heading', { name: 'Согласование «Комиссия» понадобилось бы ещё 2 раза' }).waitFor()
  const sample = page.getByRole('link', { name: /Кружки/ })
  expect(await sample.getAttribute('href')).toMatch(/^\/t\/desk_order\/[a-z0-9]{15}$/)
  await page.getByText('Люди, роли и подразделения — сегодняшние.').waitFor()
  expect(await breaches(page)).toEqual([])
  await look(page, 'past')
  await page.getByRole('navigation', { name: 'Разделы Студии' }).getByRole('link', { name: 'Обзор' }).click()
  await page.getByRole('heading', { name: 'Обзор', level: 1 }).waitFor()
})

it('tells what becomes of each record under the moves that are chosen', async () => {
  const id = await draft(text =>
    text.replace(
      '"required": ["subject", "amount", "department"]',
      '"required": ["subject", "amount", "department", "why"]',
    ),
  )
  const page = await open(`${id}/publish`)
  const records = page.getByRole('region', { name: 'Что станет с каждой записью' })
  await records.getByRole('button', { name: 'Показать', exact: true }).press('Enter')
  await records.getByText('Записи этого типа остаются как есть').waitFor()
  await page.getByRole('radio', { name: 'Перевести на новые' }).click()
  const one = records.getByRole('listitem').filter({ hasText: 'Кружки' })
  await one.getByText(/Останется по прежним правилам/).waitFor()
  expect(await one.getByRole('link').getAttribute('href')).toMatch(/^\/t\/desk_order\//)
  expect(await breaches(page)).toEqual([])
  await look(page, 'preview')
})

it('lists what nobody has used and leads to it', async () => {
  const page = await open('live/try/unused')
  await page.getByRole('heading', { name: 'Неиспользуемое', level: 1 }).waitFor()
  await page.getByRole('switch', { name: /Показать и новое/ }).click() // all of this office is younger than 90 days
  const orders = page.getByRole('region', { name: 'Заявка' })
  await orders.getByRole('button', { name: 'Ждём автора' }).waitFor()
  expect(await orders.getByRole('button', { name: 'В исполнении' }).count()).toBe(0)
  await page.getByText('Открытие готовых списков нигде не записывается.').waitFor()
  expect(await breaches(page)).toEqual([])
  await look(page, 'unused')
  await orders.getByRole('button', { name: 'Ждём автора' }).press('Enter')
  await page.getByRole('heading', { name: 'Жизненный цикл', level: 1 }).waitFor()
  expect(new URL(page.url()).searchParams.get('at')).toContain('hold')
})

/** Nobody can accept what costs too much, and nobody can change it any more: a product that analysis does not see through. */
const snag = {
  title: 'Заказ',
  data: {
    properties: {
      qty: { title: 'Сколько', type: 'integer', minimum: 1, maximum: 1000 },
      price: { title: 'Цена', type: 'integer', minimum: 1, maximum: 100000 },
    },
    required: ['qty', 'price'],
  },
  lifecycle: {
    states: {
      draft: { title: 'Черновик', phase: 'new' },
      check: { title: 'На проверке', phase: 'active' },
      done: { title: 'Принят', phase: 'done' },
    },
    transitions: {
      send: { title: 'Отправить', from: 'draft', to: 'check', who: 'author' },
      take: {
        title: 'Принять',
        from: 'check',
        to: 'done',
        who: "role('boss')",
        guards: [{ check: 'qty * price <= 500000', message: 'Дороже 500 000 не принимаем' }],
      },
    },
  },
  edit: { '*': { draft: ['author'] } },
  access: { all: { who: ["role('clerk')", "role('boss')"], read: '*', can: ['create'] } },
}

it('walks at random into a dead end, tells the way, and plays on from there', async () => {
  const id = await draftOf({ 'schemas/desk/types/snag.json': JSON.stringify(snag) })
  const page = await open(`${id}/try/walk`)
  await page.getByRole('combobox', { name: 'С чего начать' }).click()
  await page.getByRole('option', { name: 'Заказ', exact: true }).click()
  await page.getByRole('combobox', { name: 'Сколько шагов' }).click()
  await page.getByRole('option', { name: /5.?000/ }).click()
  await page.getByRole('button', { name: 'Пройти' }).click()
  await page.getByRole('heading', { name: 'Запись застревает' }).waitFor()
  const story = page.getByRole('region', { name: 'Как это получилось' })
  await story.getByRole('listitem').filter({ hasText: 'создаёт «Заказ»' }).waitFor()
  await story
    .getByRole('paragraph')
    .filter({ hasText: /застревает в состоянии «На проверке»/ })
    .waitFor()
  expect(await story.getByRole('listitem').count()).toBe(2)
  expect(await breaches(page)).toEqual([])
  await look(page, 'walk')
  await story.getByRole('button', { name: 'Проиграть отсюда' }).click()
  await page.getByRole('heading', { name: 'Симулятор', level: 1 }).waitFor()
  await page.getByRole('article').getByText('На проверке').waitFor()
})

it('finds nothing where nothing is wrong, and says how far it went', async () => {
  const page = await open('live/try/walk')
  await page.getByRole('combobox', { name: 'С чего начать' }).click()
  await page.getByRole('option', { name: 'Заявка' }).click()
  await page.getByRole('button', { name: 'Пройти' }).click()
  await page.getByRole('heading', { name: 'Ничего плохого не нашлось' }).waitFor({ timeout: 120_000 })
  await page
    .getByText(/300 шагов/)
    .first()
    .waitFor()
})

it('plays with the form that people see, from a state of the graph on', async () => {
  const page = await open(
    'live/t/desk/order/graph?at=%5B%22lifecycle%22%2C%22states%22%2C%22approval%22%5D&file=schemas%2Fdesk%2Ftypes%2Forder.json',
  )
  await page.getByRole('button', { name: 'На согласовании' }).first().click()
  await page.getByRole('button', { name: 'Проиграть отсюда' }).press('Enter')
  await page.getByRole('heading', { name: 'Симулятор', level: 1 }).waitFor()
  await page.getByRole('article').getByText('На согласовании').waitFor()

  await page
    .getByRole('button', { name: /Служащий/ })
    .first()
    .click()
  await page.getByRole('button', { name: 'Заполнить форму…' }).press('Enter')
  const form = page.getByRole('form', { name: 'Заявка' })
  await form.getByRole('textbox', { name: /Что нужно/ }).fill('Вывеска')
  await form.getByRole('button', { name: 'Завести' }).click()
  await form.getByText(/Сумма/).first().waitFor()
  expect(await breaches(page)).toEqual([])
  await look(page, 'play-form')
  await form.getByRole('button', { name: 'Остальное заполнить за меня' }).click()
  await form.waitFor({ state: 'detached' })
  await page.getByRole('article').getByText('Вывеска').waitFor()
})

it('moves the tiers of the matrix of authority', async () => {
  const page = await open('live/t/desk/order/routes')
  await page.getByText('Матрица полномочий').first().click()
  const rows = page.getByRole('table').first().getByRole('rowheader')
  await rows.first().getByText('Руководитель').waitFor()
  await page.getByRole('button', { name: 'Выше: Финансы' }).press('Enter')
  await expect.poll(async () => (await rows.nth(1).textContent()) ?? '').toContain('Финансы')
  await page.getByText(/сохранён в/).waitFor()
  expect(await breaches(page)).toEqual([])
  await look(page, 'matrix')
})

it('tells beside a transition how often it was taken', async () => {
  const page = await open('live/t/desk/order/graph')
  await page
    .getByRole('button', { name: /На согласование/ })
    .first()
    .click()
  await page.getByText('За 90 дней: 2 раза').waitFor()
  expect(await breaches(page)).toEqual([])
})
