import type { Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest'
import { breaches, expectNoErrors, look, signedIn, withBrowser } from './browser.ts'
import { type Desk, openDesk, operate, sentOrder, vote } from './desk.ts'
import { call } from './people.ts'

withBrowser()
afterEach(expectNoErrors)

let desk: Desk
beforeAll(async () => {
  desk = await openDesk()
  await operate(desk, pb => pb.collection('users').update(desk.ids.fin ?? '', { roles: ['desk/fin', 'desk/boss'] }))
})
afterAll(() => desk?.server.stop())

const studio = async (who: string, path: string): Promise<Page> => {
  const page = await signedIn(await desk.as(who))
  await page.goto(`/studio/${path}`)
  await page.getByRole('navigation', { name: 'Разделы Студии' }).waitFor()
  return page
}
const saved = (page: Page) => page.getByText(/сохранён в/).waitFor()
const field = (page: Page, name: string) => page.getByRole('textbox', { name, exact: true })
const draftOf = (page: Page) => new URL(page.url()).pathname.split('/')[2] ?? ''

it('is for those who may design, and is found from the menu', async () => {
  const ann = await signedIn(await desk.as('ann'))
  await ann.goto('/studio')
  await ann.getByRole('heading', { name: 'Студия не для всех' }).waitFor()
  const dir = await signedIn(await desk.as('dir'))
  await dir.goto('/')
  await dir.getByRole('link', { name: 'Студия' }).click()
  await dir.getByRole('heading', { name: 'Обзор' }).waitFor()
  await dir.getByRole('link', { name: /Контора в миниатюре/ }).waitFor()
  expect(await breaches(dir)).toEqual([])
  await look(dir, 'studio-overview')
})

it('keeps a draft, finds a fault at once, leads to it, and takes steps back', async () => {
  const page = await studio('dir', 'live/t/desk/order/more')
  const title = field(page, 'Название одной записи')
  await title.fill('Заказ')
  await saved(page)
  expect(draftOf(page)).toMatch(/^[a-z0-9]{15}$/)
  await page.reload()
  expect(await title.inputValue()).toBe('Заказ')

  await page.getByRole('link', { name: 'Списки' }).click()
  await page.getByRole('button', { name: /^Добавить список/ }).click()
  const where = field(page, 'Какие записи')
  await where.fill('it.nowhere == 1')
  const problems = page.getByRole('region', { name: 'Проблемы' })
  await problems
    .getByText(/nowhere/)
    .first()
    .waitFor()
  await page.getByRole('button', { name: /Почему нельзя: Опубликовать/ }).press('Enter')
  await page.getByText(/В черновике \d+ ошиб/).waitFor()
  await page.keyboard.press('Escape')
  await look(page, 'studio-problem')
  await page.getByRole('link', { name: 'Все свойства' }).click()
  await page.getByRole('heading', { name: 'Все свойства', level: 1 }).waitFor()
  await page.keyboard.press('F8')
  await page.getByRole('heading', { name: 'Списки', level: 1 }).waitFor()
  await expect.poll(() => where.evaluate(e => e.contains(document.activeElement))).toBe(true)
  await page.getByRole('button', { name: 'Отменить правку' }).click()
  await problems.waitFor({ state: 'detached' })
  await page.getByText('Ошибок нет').waitFor()
  expect(await breaches(page)).toEqual([])
})

it('shows the file beside the panel, and each follows the other', async () => {
  const page = await studio('dir', 'live/t/desk/order/more')
  await page.getByRole('button', { name: 'Как в файле' }).click()
  const text = page.getByRole('textbox', { name: /^Файл schemas\/desk\/types\/order\.json/ })
  await field(page, 'Название многих').fill('Наряды')
  await text.getByText('"Наряды"').waitFor()
  await text.getByText('"Наряды"').click()
  await page.keyboard.press('End')
  await text.getByText('"Наряды"').dblclick()
  await page.keyboard.insertText('Заявки')
  await expect.poll(() => field(page, 'Название многих').inputValue()).toContain('Заявки')
  expect(await breaches(page)).toEqual([])
  await look(page, 'studio-json')
})

it('brings two designers together, and asks only where they changed the same', async () => {
  const dir = await studio('dir', 'live/t/desk/order/more')
  await field(dir, 'Когда создавать').fill('Когда нужно что-то купить')
  await saved(dir)
  const fin = await studio('fin', `${draftOf(dir)}/t/desk/order/more`)
  expect(await field(fin, 'Когда создавать').inputValue()).toBe('Когда нужно что-то купить')

  await field(fin, 'Название многих').fill('Закупки')
  await saved(fin)
  await expect.poll(() => field(dir, 'Название многих').inputValue()).toBe('Закупки')

  // Both write the same word before either hears of the other.
  await dir.context().setOffline(true)
  await field(dir, 'Название многих').fill('Заказы')
  await dir.getByText('не сохранён').waitFor()
  await field(fin, 'Название многих').fill('Наряды')
  await expect
    .poll(async () => {
      const drafts = await call<{ files: Record<string, string> }>(
        await desk.as('dir'),
        'GET',
        `/config/drafts/${draftOf(fin)}`,
      )
      return drafts.files['schemas/desk/types/order.json']
    })
    .toContain('Наряды')
  await dir.context().setOffline(false)
  await dir.getByRole('button', { name: 'Сохранить ещё раз' }).click()
  await dir.getByRole('heading', { name: 'Коллега правил то же место' }).waitFor()
  await look(dir, 'studio-conflict')
  await dir.getByRole('button', { name: 'Взять его' }).click()
  await expect.poll(() => field(dir, 'Название многих').inputValue()).toBe('Наряды')
  expect(await field(dir, 'Когда создавать').inputValue()).toBe('Когда нужно что-то купить')
})

it('publishes with what records need decided, tells what changed, and goes back', async () => {
  const made = await sentOrder(desk, { subject: 'Застрял бы' })
  const page = await studio('dir', 'live/t/desk/order/more')
  await page.getByRole('button', { name: 'Как в файле' }).click()
  await field(page, 'Название одной записи').fill('Заказ')
  await saved(page)
  const id = draftOf(page)
  const pb = await desk.as('dir')
  const draft = await call<{ revision: number; files: Record<string, string> }>(pb, 'GET', `/config/drafts/${id}`)
  const path = 'schemas/desk/types/order.json'
  const whole = JSON.parse(draft.files[path] ?? '')
  const before = Object.keys(whole.lifecycle.states)
  expect(before.length).toBeGreaterThan(2)
  await page.getByRole('button', { name: 'Опубликовать…' }).click()
  await page.getByRole('heading', { name: /Опубликовать версию/ }).waitFor()
  await page.getByRole('textbox', { name: 'Зачем меняете' }).fill('Приказ № 21')
  await page.getByText('Существующие записи не затронуты').waitFor()
  expect(await breaches(page)).toEqual([])
  await look(page, 'studio-publish')
  await page.getByRole('button', { name: 'Опубликовать', exact: true }).click()
  await page.getByRole('heading', { name: 'Версии' }).waitFor()
  const first = page.getByRole('listitem').filter({ hasText: 'Приказ № 21' })
  await first.getByText('действует').waitFor()
  const ann = await signedIn(await desk.as('ann'))
  await ann.goto(`/t/desk_order/${made.id}`)
  await ann.getByText('Застрял бы').first().waitFor()

  await page.getByRole('button', { name: 'Вернуть…' }).first().click()
  await page.getByRole('button', { name: 'Подготовить черновик' }).click()
  await page.getByRole('heading', { name: /Опубликовать версию/ }).waitFor()
  await page.getByRole('button', { name: 'Опубликовать', exact: true }).click()
  await page.getByRole('heading', { name: 'Версии' }).waitFor()
  const config = await call<{ files: Record<string, string> }>(pb, 'GET', '/config')
  expect(JSON.parse(config.files[path] ?? '').title).not.toBe('Заказ')
})

it('plays a draft as several people, a step back included, and tells it as a scenario', async () => {
  const page = await studio('dir', 'live/play')
  await page.getByRole('button', { name: 'Начать' }).click()
  const create = page.getByRole('button', { name: 'Завести и заполнить' })
  await create.waitFor({ timeout: 60_000 })
  await page.getByRole('combobox', { name: 'Что завести' }).click()
  await page.getByRole('option', { name: 'Заявка', exact: true }).click()
  await page.getByRole('button', { name: /Служащий/ }).click()
  await create.click()
  const record = page.getByRole('article')
  await record.getByText('Черновик').waitFor({ timeout: 30_000 })
  await record.getByRole('button', { name: 'На согласование' }).click()
  await record.getByText('На согласовании').waitFor({ timeout: 30_000 })
  await page.getByRole('button', { name: '+1 рабочий день' }).click()
  await page.getByRole('button', { name: 'Шаг назад' }).click()
  await record.getByText('На согласовании').waitFor({ timeout: 30_000 })
  expect(await breaches(page)).toEqual([])
  await look(page, 'studio-play')
  await page.getByRole('button', { name: 'Сохранить сценарием' }).click()
  await page
    .getByText(/do .*desk_order|create desk/i)
    .first()
    .waitFor({ timeout: 60_000 })
})

it('tells what becomes of records and people, asks what has to be decided, and plays the scenarios', async () => {
  const fin = await desk.as('fin')
  const fields = { item: 'Стулья', month: '2026-11', plan: '5000000', branch: desk.ids.sales }
  const { id: line } = await call<{ id: string }>(fin, 'POST', '/desk_line', { fields })
  await call(fin, 'POST', `/desk_line/${line}/approve`, {})
  const made = await sentOrder(desk, { subject: 'Ждёт автора', amount: '100000', line })
  await vote(desk, 'head', made.id, { verdict: 'approve' })
  await vote(desk, 'fin', made.id, { verdict: 'approve' })
  await call(fin, 'POST', `/desk_order/${made.id}/hold`, {})
  const pb = await desk.as('dir')
  const live = await call<{ files: Record<string, string> }>(pb, 'GET', '/config')
  const path = 'schemas/desk/types/order.json'
  const order = JSON.parse(live.files[path] ?? '')
  delete order.lifecycle.states.hold
  delete order.lifecycle.transitions.hold
  delete order.lifecycle.transitions.go
  const text = JSON.stringify(order).replaceAll('"work","hold"', '"work"').replace('"pause":["hold"],', '')
  const draft = await call<{ id: string; revision: number }>(pb, 'POST', '/config/drafts', { title: 'Без ожидания' })
  await call(pb, 'PATCH', `/config/drafts/${draft.id}`, { revision: draft.revision, files: { [path]: text } })

  const page = await studio('dir', `${draft.id}/publish`)
  const impact = page.getByRole('region', { name: 'Что будет с живыми записями' })
  const row = impact.getByRole('article').filter({ hasText: 'Ждём автора' }).first()
  await row.getByText(/1 запись стоит в состоянии «Ждём автора»/).waitFor()
  await row.getByRole('link').first().waitFor()
  await impact
    .getByText(/больше нет кнопки|теря/)
    .first()
    .waitFor()
  await impact.getByText(/доживут по прежним правилам/).waitFor()
  expect(await impact.getByText(/undefined|NaN/).count()).toBe(0)
  await page.getByRole('button', { name: /Почему нельзя: Опубликовать — осталось решить 1/ }).press('Enter')
  await page
    .getByRole('dialog')
    .getByText(/укажите, куда её перенести/)
    .waitFor()
  await page.keyboard.press('Escape')
  expect(await breaches(page)).toEqual([])
  await look(page, 'studio-impact')

  await page.getByRole('button', { name: 'Прогнать сценарии' }).click()
  await page.getByText(/Сценарии: \d+ из \d+/).waitFor({ timeout: 90_000 })
  await row.getByRole('combobox', { name: 'Перейдут в состояние' }).click()
  await page.getByRole('option', { name: 'В исполнении' }).click()
  await page.getByRole('button', { name: 'Опубликовать', exact: true }).click()
  await page.getByRole('heading', { name: 'Версии' }).waitFor()
  await page.getByRole('listitem').filter({ hasText: 'действует' }).getByText('Ерлан Байжанов').waitFor()
  await expect
    .poll(async () => (await fin.collection('desk_order').getOne(made.id)).status, { timeout: 10_000 })
    .toBe('work')
}, 120_000)
