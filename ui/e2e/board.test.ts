import type { Page } from 'playwright-core'
import { afterEach, describe, expect, it } from 'vitest'
import { as, breaches, expectNoErrors, phone, withBrowser } from './browser.ts'
import { heading, pick, unique } from './form.ts'
import { accepted, call, client, type Made, payment, people, toApproval } from './people.ts'

withBrowser()
afterEach(expectNoErrors)

const board = '/t/backoffice_payment?view=board'
const lane = (page: Page, state: string) => page.locator(`[data-lane="${state}"]`)
const card = (page: Page, made: Made) => page.locator(`[data-card="${made.id}"]`)
const inLane = (page: Page, state: string, made: Made) => lane(page, state).locator(`[data-card="${made.id}"]`)
const stored = async (made: Made) => (await client(people.clerk)).collection('backoffice_payment').getOne(made.id)
const fresh = async (title: string) => payment(await client(people.clerk), unique(title))

it('lays records out by state, with counts, and keeps filter and address between list and board', async () => {
  const made = await fresh('На доске')
  const page = await as(people.coordinator)
  await page.goto(board)
  await inLane(page, 'new', made)
    .getByText(/98.000/)
    .waitFor()
  const states = await page.locator('[data-lane]').evaluateAll(all => all.map(l => l.getAttribute('data-lane')))
  expect(states.slice(0, 3)).toEqual(['new', 'in_work', 'approval'])
  const closed = await page.getByRole('region', { name: 'Закрыто', exact: true }).locator('[data-card]').count()
  expect(closed).toBeGreaterThan(5)
  await page.getByRole('textbox', { name: 'Искать в списке' }).fill('На доске')
  await page.waitForURL(/q=/)
  for (const empty of ['Возврат на доработку', 'Закрыто']) {
    await page.getByTitle(`Развернуть колонку «${empty}»`).waitFor()
  }
  await card(page, made).waitFor()
  await page.getByRole('button', { name: 'Списком' }).click()
  await page
    .getByRole('grid')
    .getByText(/На доске/)
    .first()
    .waitFor()
  expect(page.url()).toMatch(/as=list/)
  expect(page.url()).toMatch(/q=/)
  await page.getByRole('button', { name: 'Доской' }).click()
  await card(page, made).waitFor()
  // Any view can be looked at so, and a reload keeps it.
  await page.goto('/t/backoffice_payment?view=mine&as=board')
  await lane(page, 'in_work').waitFor()
})

it('pages each column by itself', async () => {
  const page = await as(people.director)
  await page.goto(board)
  const closed = page.getByRole('region', { name: 'Закрыто', exact: true })
  const cards = closed.locator('[data-card]')
  await cards.nth(19).waitFor()
  const before = await cards.count()
  await closed.locator('[data-card]').last().scrollIntoViewIfNeeded()
  await cards.nth(before).waitFor()
  const ids = await cards.evaluateAll(all => all.map(c => c.getAttribute('data-card')))
  expect(new Set(ids).size).toBe(ids.length)
})

// Every column is in sight: nothing scrolls under a pressed button.
const wide = { viewport: { width: 2400, height: 900 } }

describe('a card that is dragged', () => {
  it('runs the one step that leads there, after asking what it needs', async () => {
    const made = await fresh('Перетащить')
    const page = await as(people.coordinator, wide)
    await page.goto(board)
    await card(page, made).dragTo(lane(page, 'in_work'))
    const dialog = page.getByRole('dialog', { name: /Принять в работу/ })
    await dialog.waitFor()
    // Until it is answered the card waits in the new column; given up, it is back.
    await inLane(page, 'in_work', made).waitFor()
    await page.keyboard.press('Escape')
    await inLane(page, 'new', made).waitFor()
    expect((await stored(made)).status).toBe('new')

    await card(page, made).dragTo(lane(page, 'in_work'))
    await pick(page, 'Ответственный', /Павленко/, 'Павленко', dialog)
    await dialog.getByRole('button', { name: 'Принять в работу' }).click()
    await dialog.waitFor({ state: 'detached' })
    await inLane(page, 'in_work', made).waitFor()
    await expect.poll(async () => (await stored(made)).status).toBe('in_work')
  })

  it('goes back with the reason when no step is open', async () => {
    const made = await accepted(await fresh('Нельзя'))
    const page = await as(people.clerk, wide)
    await page.goto(board)
    await card(page, made).dragTo(lane(page, 'approval'))
    const why = page.getByRole('dialog', { name: /нельзя/ })
    await why.getByText('Почему нельзя: Отправить на согласование').waitFor()
    await why.getByText('Ирина Павленко').waitFor()
    await why.getByRole('button', { name: 'Понятно' }).click()
    await inLane(page, 'in_work', made).waitFor()
    expect((await stored(made)).status).toBe('in_work')
  })

  it('is told where else it may go when no step leads there', async () => {
    const made = await fresh('Некуда')
    const page = await as(people.coordinator, wide)
    await page.goto(board)
    await card(page, made).dragTo(lane(page, 'closed'))
    const answer = page.getByRole('dialog', { name: 'Перенести в «Закрыто» нельзя' })
    await answer.getByText('Прямого шага из «Новая» в «Закрыто» нет').waitFor()
    await answer.getByRole('button', { name: 'Принять в работу' }).waitFor()
    await answer.getByRole('button', { name: 'Понятно' }).click()
    await inLane(page, 'new', made).waitFor()
  })
})

describe('a board of another field than the state', () => {
  const pack = {
    'schemas/shelf/pack.json': { title: 'Полка', requires: ['base'] },
    'schemas/shelf/types/book.json': {
      title: 'Книга',
      plural: 'Книги',
      display: '{title}',
      data: {
        properties: {
          title: { title: 'Название', type: 'string' },
          subject: {
            title: 'Предмет',
            enum: ['maths', 'biology'],
            'x-labels': { maths: 'Математика', biology: 'Биология' },
          },
        },
        required: ['title'],
      },
      access: {
        staff: { who: "role('base/employee')", read: '*', can: ['create'] },
        admin: { who: "role('base/admin')", read: '*', can: ['create', 'edit'] },
      },
      views: { board: { title: 'По предметам', group: 'subject' } },
    },
  }

  it('edits the field, and says why where it is not mine to edit', async () => {
    const pb = await client(people.administrator)
    const files = Object.fromEntries(Object.entries(pack).map(([path, file]) => [path, JSON.stringify(file)]))
    const published = await call<{ revision: number }>(pb, 'POST', '/config', { files, note: 'Полка' })
    expect(published.revision).toBeGreaterThan(0)
    const [algebra, orphan] = await Promise.all([
      call<Made>(pb, 'POST', '/shelf_book', { fields: { title: unique('Алгебра'), subject: 'biology' } }),
      call<Made>(pb, 'POST', '/shelf_book', { fields: { title: unique('Без предмета') } }),
    ])
    const subject = async (made: Made) => (await pb.collection('shelf_book').getOne(made.id)).subject

    const page = await as(people.administrator)
    await page.goto('/t/shelf_book')
    await inLane(page, 'biology', algebra).waitFor()
    await inLane(page, '', orphan).waitFor()
    await card(page, algebra).dragTo(lane(page, 'maths'))
    await inLane(page, 'maths', algebra).waitFor()
    await expect.poll(() => subject(algebra)).toBe('maths')
    await card(page, orphan)
      .getByRole('button', { name: /Перенести/ })
      .click()
    await page.getByRole('menuitem', { name: 'Биология' }).click()
    await inLane(page, 'biology', orphan).waitFor()
    await expect.poll(() => subject(orphan)).toBe('biology')

    const reader = await as(people.clerk)
    await reader.goto('/t/shelf_book')
    await card(reader, algebra).dragTo(lane(reader, 'biology'))
    await reader.getByRole('dialog').getByText('Почему нельзя: Перенести в «Биология»').waitFor()
    await reader.getByRole('button', { name: 'Понятно' }).click()
    await inLane(reader, 'maths', algebra).waitFor()
    expect(await subject(algebra)).toBe('maths')
  })
})

it('moves by the keyboard alone, and says why not', async () => {
  const made = await accepted(await fresh('Клавиши'))
  const page = await as(people.head)
  await page.goto(`${board}&q=${encodeURIComponent('Клавиши')}`)
  await card(page, made).waitFor()
  await expect // the screen may not yet listen when the card is drawn
    .poll(async () => {
      await page.keyboard.press('ArrowDown')
      return page.locator('[data-card] [data-link]:focus').count()
    })
    .toBe(1)
  await page.keyboard.press('m')
  const menu = page.getByRole('menu', { name: 'Перенести' })
  const way = menu.getByRole('menuitem', { name: /Отклонить сразу/ })
  await way.waitFor()
  const locked = menu.getByRole('menuitem', { name: /^Отправить на согласование/ })
  await locked.focus()
  await page.keyboard.press('Enter')
  await page.getByRole('dialog').getByText('Почему нельзя: Отправить на согласование').waitFor()
  await page.keyboard.press('Escape')
  await card(page, made).locator('[data-link]:focus').waitFor()

  await page.keyboard.press('m')
  await way.focus()
  await page.keyboard.press('Enter')
  const dialog = page.getByRole('dialog', { name: /Отклонить сразу/ })
  await dialog.getByRole('textbox', { name: 'Причина' }).fill('Нет счёта')
  await page.keyboard.press('Control+Enter')
  await inLane(page, 'rejected', made).waitFor()
  await card(page, made).locator('[data-link]:focus').waitFor()
  expect((await stored(made)).status).toBe('rejected')
  await page.keyboard.press('Enter')
  await heading(page, await stored(made).then(r => r.title)).waitFor()
})

it('shows what colleagues move under the eyes', async () => {
  const made = await fresh('Под глазами')
  const page = await as(people.clerk)
  await page.goto(board)
  await inLane(page, 'new', made).waitFor()
  await toApproval(made)
  await inLane(page, 'approval', made).waitFor()
})

it('is one column at a time on a phone, and moves by a sheet', async () => {
  const made = await accepted(await fresh('Телефон'))
  const page = await as(people.head, phone)
  await page.goto(board)
  const chips = page.getByRole('navigation', { name: 'Колонки' })
  await chips.getByRole('button', { name: /В работе/ }).tap()
  await chips.locator('[aria-current]', { hasText: 'В работе' }).waitFor()
  await expect.poll(async () => (await inLane(page, 'in_work', made).boundingBox())?.x).toBeLessThan(40)
  await card(page, made)
    .getByRole('button', { name: /Перенести/ })
    .tap()
  const sheet = page.getByRole('dialog', { name: 'Перенести' })
  const way = sheet.getByRole('button', { name: /Отклонить сразу/ })
  await way.waitFor()
  expect((await way.boundingBox())?.height).toBeGreaterThanOrEqual(44)
  await way.tap()
  const dialog = page.getByRole('dialog', { name: /Отклонить сразу/ })
  await dialog.getByRole('textbox', { name: 'Причина' }).fill('Нет счёта')
  await dialog.getByRole('button', { name: 'Отклонить сразу' }).tap()
  await expect.poll(async () => (await stored(made)).status).toBe('rejected')
  expect(await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)).toBeLessThanOrEqual(0)
})

describe.each(['light', 'dark'] as const)('in the %s scheme', colorScheme => {
  it('passes WCAG 2.2 AA, with the menu too', async () => {
    const made = await toApproval(await fresh('Доступность'))
    const page = await as(people.head, { colorScheme })
    await page.goto(board)
    await card(page, made).waitFor()
    await page.waitForLoadState('networkidle')
    expect(await breaches(page)).toEqual([])
    await card(page, made)
      .getByRole('button', { name: /Перенести/ })
      .click()
    await page.getByRole('menuitem').first().waitFor()
    expect(await breaches(page)).toEqual([])
  })
})
