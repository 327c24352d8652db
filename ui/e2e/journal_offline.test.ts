import type { Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest'
import { breaches, expectNoErrors, look, phone, signedIn, stranger, withBrowser } from './browser.ts'
import { choice, create, input, pick } from './form.ts'
import { type Journals, openJournals } from './journal.ts'
import { scan } from './scan.ts'
import { certify, pin } from './signers.ts'

withBrowser()
afterEach(expectNoErrors)

let journals: Journals
beforeAll(async () => {
  journals = await openJournals()
}, 120_000)
afterAll(() => journals?.server.stop())

const png = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAoAAAAKCAYAAACNMs+9AAAAFUlEQVR42mNk+M9Qz0AEYBxVSF+FAAhKDveksOjmAAAAAElFTkSuQmCC',
  'base64',
)

it('keeps an entry with a photo that was made offline, and sends it once when the network is back', async () => {
  const ivan = await journals.as('ivan')
  const entries = () => ivan.collection('journals_entry').getFullList<{ photos: string[]; place: string }>()
  const page = await signedIn(ivan, { ...phone, serviceWorkers: 'allow' })
  const posts: string[] = []
  page.on('request', r => {
    if (r.method() === 'POST' && r.url().endsWith('/api/kontora/journals_entry'))
      posts.push(r.headers()['idempotency-key'] ?? '')
  })

  // At the office, once: the program and what may be chosen come onto the phone.
  await page.goto('/t/journals_entry/new')
  await page.evaluate(() => navigator.serviceWorker.ready)
  await pick(page, 'Журнал', /АПС-СКЛ3-1/)
  await performer(page)
  await page.waitForTimeout(1500)
  await page
    .getByRole('button', { name: 'Начать заново' })
    .click()
    .catch(() => {})

  // In the cellar.
  await page.context().setOffline(true)
  await page.goto('/t/journals_entry/new')
  await choice(page, 'Журнал').waitFor()
  if ((await choice(page, 'Журнал').inputValue()) === '') await pick(page, 'Журнал', /АПС-СКЛ3-1/)
  await pick(page, 'Вид работ', 'Посещение')
  await input(page, 'Система, место').fill('Подвал, насосная')
  await page.locator('#f-started').fill('2026-03-01T10:00')
  await page.locator('#f-finished').fill('2026-03-01T12:00')
  if ((await page.getByText('Иван Петров').count()) === 0) await performer(page)
  await input(page, 'Содержание работ').fill('Осмотрели насосы')
  await page.getByRole('radio', { name: 'Исправно', exact: true }).check()
  await page
    .getByLabel('Фото: Снять на камеру')
    .setInputFiles({ name: 'насос.png', mimeType: 'image/png', buffer: png })
  await expect.poll(() => page.locator('main canvas[data-shown]').count()).toBe(1)
  await look(page, 'journal-offline-form')
  await create(page).click()
  await page.getByText('Ждёт сети').waitFor()
  await look(page, 'journal-offline-queue')
  expect(await entries()).toEqual([])

  // Started again, still without a network: it is there.
  await page.goto('/queue')
  await page.getByText('Подвал, насосная').waitFor()

  // It says why it was refused, and nothing is lost: work so long ago needs an explanation.
  await page.context().setOffline(false)
  await page
    .getByRole('alert')
    .getByText(/Почему задним числом/)
    .waitFor()
  expect(await entries()).toEqual([])
  await page.getByRole('link', { name: 'Исправить' }).click()
  await input(page, 'Почему задним числом').fill('В подвале нет связи')
  expect(await input(page, 'Система, место').inputValue()).toBe('Подвал, насосная')
  await create(page).click()
  await page.waitForURL(/journals_entry\/[a-z0-9]{15}$/)
  expect((await entries()).map(entry => [entry.place, entry.photos.length])).toEqual([['Подвал, насосная', 1]])
  await page.goto('/queue')
  await page.getByText('Всё отправлено').waitFor()

  // And one that nothing is wrong with goes by itself, under one key, however often it is tried.
  await page.goto(`/t/journals_entry/new`)
  await choice(page, 'Журнал').waitFor()
  await pick(page, 'Журнал', /АПС-СКЛ3-1/)
  await performer(page)
  await pick(page, 'Вид работ', 'Посещение')
  await input(page, 'Система, место').fill('Чердак')
  const [began, ended] = [3, 2].map(hours => moment(new Date(Date.now() - hours * 3_600_000)))
  await page.locator('#f-started').fill(began ?? '')
  await page.locator('#f-finished').fill(ended ?? '')
  await input(page, 'Содержание работ').fill('Осмотрели кабели')
  await page.getByRole('radio', { name: 'Исправно', exact: true }).check()
  await page
    .getByLabel('Фото: Снять на камеру')
    .setInputFiles({ name: 'чердак.png', mimeType: 'image/png', buffer: png })
  posts.length = 0
  // The first attempt arrives, its answer does not.
  let lost = false
  await page.route('**/api/kontora/journals_entry', async route => {
    if (lost || route.request().method() !== 'POST') return route.continue()
    lost = true
    await route.fetch()
    return route.abort()
  })
  await create(page).click()
  await expect.poll(async () => (await entries()).length, { timeout: 30_000 }).toBe(2)
  await page.getByText('Всё отправлено').waitFor()
  expect(posts.length).toBeGreaterThan(1)
  expect(new Set(posts).size).toBe(1)
  expect(await entries()).toHaveLength(2)
})

it('is signed by both sides on their phones; whoever scans the code sees that it stands', async () => {
  const [ivan, anna, kira] = await Promise.all(['ivan', 'anna', 'kira'].map(journals.as))
  if (!ivan || !anna || !kira) throw new Error('nobody')
  await certify(ivan, kira, 'Петров Иван Сергеевич')
  await certify(anna, kira, 'Складова Анна Ивановна')
  const { id } = await ivan.collection('journals_entry').getFirstListItem('place = "Чердак"')

  const his = await signedIn(ivan, phone)
  await his.goto(`/t/journals_entry/${id}`)
  await his.getByRole('button', { name: 'На подписание' }).first().tap()
  await sign(his)
  await his.getByText('Подписана оператором').first().waitFor()

  const hers = await signedIn(anna, phone)
  await hers.goto(`/t/journals_entry/${id}`)
  await sign(hers)
  await hers.getByText('Подписана', { exact: true }).first().waitFor()
  const region = hers.getByRole('region', { name: 'Подписи' })
  await region.getByRole('button', { name: /Петров Иван/ }).waitFor()
  await region.scrollIntoViewIfNeeded()
  await look(hers, 'journal-signed')
  await region.getByRole('button', { name: /Складова Анна/ }).tap()
  const details = hers.getByRole('dialog', { name: 'Складова Анна Ивановна' })
  await details.getByText('Осмотрели кабели').waitFor()
  await details.getByText('чердак.png').waitFor()
  await look(hers, 'journal-signature')
  await hers.getByText('Подписать: сделано').waitFor({ state: 'detached' }) // it stands over the code for a while
  const address = await scan(details)
  expect(address).toMatch(new RegExp(`^${journals.server.url}/verify/[a-z2-9]{24}$`))

  const anybody = await stranger(journals.server.url, phone)
  await anybody.goto(address)
  await anybody.getByText('Действительна', { exact: true }).waitFor()
  await anybody.getByText('Складова Анна Ивановна').waitFor()
  await anybody.getByText('АО Склады').waitFor()
  expect(await anybody.getByText('Чердак').count()).toBe(0)
  await look(anybody, 'journal-verified')
  expect(await breaches(anybody)).toEqual([])
})

async function sign(page: Page) {
  await page
    .getByRole('button', { name: /^Подписать…/ })
    .first()
    .tap()
  const dialog = page.getByRole('dialog', { name: /Подписать/ })
  await dialog.locator('input[name=pin]').fill(pin)
  await dialog.getByRole('button', { name: 'Подписать', exact: true }).tap()
  await dialog.waitFor({ state: 'detached' })
}

async function performer(page: Page) {
  await choice(page, 'Исполнители').click()
  await page
    .getByRole('option', { name: /Иван Петров/ })
    .first()
    .click()
  await page.keyboard.press('Escape')
}

/** As the phone's own picker gives it, in the zone of the page. */
const moment = (at: Date) => new Date(at.getTime() + 5 * 3_600_000).toISOString().slice(0, 16)
