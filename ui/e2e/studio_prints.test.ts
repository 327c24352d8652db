import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest'
import { breaches, expectNoErrors, look, signedIn, withBrowser } from './browser.ts'
import { type Desk, openDesk, sentOrder } from './desk.ts'
import { call } from './people.ts'

withBrowser()
afterEach(expectNoErrors)

const orderFile = 'schemas/desk/types/order.json'
const prints = {
  memo: {
    title: 'Служебная записка',
    mark: "{status == 'draft' ? 'ЧЕРНОВИК' : ''}",
    blocks: {
      head: { heading: 'Записка: {subject}' },
      what: {
        pairs: {
          sum: { label: 'Сумма, тенге', text: '{amount}' },
          unit: { label: 'Отдел', text: '{department.name}' },
        },
      },
      sum: {
        rows: '[record]',
        columns: {
          n: { head: '№', text: '{n}', width: 4, align: 'right' },
          name: { head: 'Что нужно', text: '{it.subject}', width: 40, total: 'Итого' },
          total: { head: 'Сумма', text: '{it.amount}', width: 14, align: 'right', total: '{amount}' },
        },
      },
      words: { text: '{in_words(amount)}', style: 'bold' },
      code: { code: 'ORDER|{subject}', text: 'Код заявки' },
      sign: { sign: { author: { post: 'Автор заявки', name: '{author}' } } },
    },
  },
  urgent: { title: 'Срочный наряд', when: 'urgent == true', blocks: { head: { heading: 'Наряд' } } },
}

let desk: Desk
let order: string
beforeAll(async () => {
  desk = await openDesk()
  order = (await sentOrder(desk, { subject: 'Щиты на фасад', amount: '300000' })).id
  await sentOrder(desk, { subject: 'Лестница', amount: '45000' })
  const dir = await desk.as('dir')
  const { files } = await call<{ files: Record<string, string> }>(dir, 'GET', '/config')
  const type = { ...JSON.parse(files[orderFile] ?? ''), prints }
  await call(dir, 'POST', '/config', { files: { [orderFile]: JSON.stringify(type, null, 2) }, note: 'записка' })
})
afterAll(() => desk?.server.stop())

const section = async (): Promise<Page> => {
  const page = await signedIn(await desk.as('dir'))
  await page.goto('/studio/live/t/desk/order/prints')
  await pane(page).waitFor()
  return page
}
const pane = (page: Page) => page.getByRole('complementary', { name: 'Как будет на бумаге' })
const sheet = (page: Page) => pane(page).getByRole('figure', { name: 'Страница 1 из 1' })
const open = (page: Page, name: string) =>
  page.getByRole('button', { name: new RegExp(`^${name}`), expanded: false }).click()

/** Replaces a text as a person would. */
async function write(page: Page, name: string, text: string): Promise<void> {
  await page.getByRole('textbox', { name, exact: true }).and(page.locator('.cm-content')).first().click()
  await page.keyboard.press('Control+A')
  await page.keyboard.press('Delete')
  await page.keyboard.insertText(text)
  await page.keyboard.press('Escape')
}

/** What a reader of PDF finds in a file. */
function textOf(pdf: Buffer): string {
  const dir = mkdtempSync(join(tmpdir(), 'kontora-paper-'))
  try {
    writeFileSync(join(dir, 'paper.pdf'), pdf)
    return execFileSync('pdftotext', ['-layout', join(dir, 'paper.pdf'), '-'], { encoding: 'utf8' })
  } finally {
    rmSync(dir, { recursive: true })
  }
}

it('shows a paper on a real record while it is written, and what is published stays as it was', async () => {
  const page = await section()
  await sheet(page).getByText('Записка: Лестница').waitFor()
  await pane(page).getByRole('combobox', { name: 'На записи' }).click()
  await page.getByRole('option', { name: /Щиты на фасад/ }).click()
  await sheet(page).getByText('Записка: Щиты на фасад').waitFor()
  await sheet(page)
    .getByText(/300.000,00/)
    .first()
    .waitFor()

  await open(page, 'Служебная записка memo')
  await open(page, 'head')
  await write(page, 'Заголовок', 'Докладная: {subject}')
  await sheet(page).getByText('Докладная: Щиты на фасад').waitFor()
  expect(await sheet(page).getByText('Записка:').count()).toBe(0)
  await page.getByText('Ошибок нет').waitFor()
  expect(await breaches(page)).toEqual([])
  await look(page, 'prints')
  await page.setViewportSize({ width: 390, height: 844 })
  await page.getByRole('button', { name: 'Посмотреть лист' }).click()
  await expect.poll(() => sheet(page).evaluate(figure => figure.getBoundingClientRect().top < innerHeight)).toBe(true)
  if (process.env.SHOTS) await page.screenshot({ path: `${process.env.SHOTS}/prints-phone-sheet.png` })
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390)
  expect(await breaches(page)).toEqual([])
  await page.setViewportSize({ width: 1440, height: 900 })

  // The file is the same paper.
  const asked = page.waitForResponse(r => r.url().endsWith('/config/print/file'))
  const [tab] = await Promise.all([
    page.waitForEvent('popup'),
    pane(page).getByRole('button', { name: 'Открыть PDF' }).click(),
  ])
  const answer = await asked
  expect(answer.headers()['content-type']).toBe('application/pdf')
  await tab.close().catch(() => undefined)
  const body = answer.request().postDataJSON()
  const dir = await desk.as('dir')
  const file = async (url: string, how: RequestInit) => {
    const got = await fetch(`${desk.server.url}/api/kontora${url}`, {
      ...how,
      headers: { Authorization: dir.authStore.token, 'Content-Type': 'application/json' },
    })
    expect(got.status).toBe(200)
    return textOf(Buffer.from(await got.arrayBuffer()))
  }
  expect(await file('/config/print/file', { method: 'POST', body: JSON.stringify(body) })).toContain(
    'Докладная: Щиты на фасад',
  )
  expect(await file(`/prints/desk_order/${order}/memo.pdf`, {})).toContain('Записка: Щиты на фасад')
})

it('says at its place what is wrong, and keeps the sheet that was', async () => {
  const page = await section()
  await sheet(page).waitFor()
  await open(page, 'Служебная записка memo')
  await open(page, 'head')
  await write(page, 'Заголовок', 'Записка: {subjekt}')
  await pane(page)
    .getByText(/Настройка не собралась.*subjekt/)
    .waitFor()
  await pane(page).getByText('Ниже лист, каким он был до ошибки').waitFor()
  await page.getByRole('alert').filter({ hasText: 'subjekt' }).first().waitFor()
  expect(await sheet(page).count()).toBe(1)
  expect(await pane(page).getByRole('button', { name: 'Открыть PDF' }).isDisabled()).toBe(true)
  await look(page, 'prints-broken')

  // What compiles and cannot be worked out is told with its block.
  await write(page, 'Заголовок', "Записка: {amount + money('1', urgent == true ? 'KZT' : 'USD')}")
  await pane(page).getByText('Часть текста пуста').waitFor()
  await pane(page).getByRole('button', { name: 'head', exact: true }).click()
  await expect.poll(() => page.url()).toContain('blocks')
  await write(page, 'Заголовок', 'Записка: {subject}')
  await sheet(page).getByText('Записка: Лестница').waitFor()
})

it('follows the paper in work, and shows one that the record does not print', async () => {
  const page = await section()
  await open(page, 'Срочный наряд urgent')
  await sheet(page).getByText('Наряд', { exact: true }).waitFor()
  await pane(page).getByText('Для этой записи форма не печатается').waitFor()
  expect(await pane(page).getByRole('combobox', { name: 'Форма' }).inputValue()).toBe('Срочный наряд')
  expect(await breaches(page)).toEqual([])
  await look(page, 'prints-not-offered')
})
