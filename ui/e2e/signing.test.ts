import { readFileSync } from 'node:fs'
import type { Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest'
import { breaches, expectNoErrors, look, phone, signedIn, stranger, withBrowser } from './browser.ts'
import { call, type Made } from './people.ts'
import { scan } from './scan.ts'
import { certify, type Lab, openLab, password, pin } from './signers.ts'

withBrowser()
afterEach(expectNoErrors)

let lab: Lab
beforeAll(async () => {
  lab = await openLab()
}, 180_000)
afterAll(() => lab?.server.stop())

async function waiting(type: 'lab_protocol' | 'lab_note', title: string, engineer: string): Promise<Made> {
  const boris = await lab.as('boris')
  const made = await call<Made>(boris, 'POST', `/${type}`, {
    fields: { title, result: 'Держит 40 минут', engineer: lab.ids[engineer] },
  })
  return call<Made>(boris, 'POST', `/${type}/${made.id}/submit`, { fields: {} })
}

interface Signature {
  id: string
  code: string
  verdict: string
  version: number
}
async function signatures(type: string, id: string): Promise<Signature[]> {
  const answer = await call<{ signatures: Signature[] }>(await lab.as('boris'), 'GET', `/signatures/${type}/${id}`)
  return answer.signatures
}

const dialog = (page: Page) => page.getByRole('dialog', { name: /Подписать/ })
const signButton = (page: Page) => page.getByRole('button', { name: /^Подписать…/ }).first()
const send = (page: Page) => dialog(page).getByRole('button', { name: 'Подписать', exact: true })

it('leads who has no certificate to the profile', async () => {
  const made = await waiting('lab_protocol', 'Стенд без подписи', 'anna')
  const page = await signedIn(await lab.as('anna'))
  await page.goto(`/t/lab_protocol/${made.id}`)
  await signButton(page).click()
  await dialog(page)
    .getByText(/ещё нет подписи/)
    .waitFor()
  expect(await send(page).count()).toBe(0)
  await look(page, 'sign-none')
  await dialog(page).getByRole('link', { name: 'Моя подпись' }).click()
  await page.getByRole('heading', { name: 'Моя подпись' }).waitFor()
})

it('signs with a PIN once, however often it is pressed; a wrong one counts', async () => {
  await certify(await lab.as('anna'), await lab.as('clara'), 'Складова Анна Ивановна')
  const made = await waiting('lab_protocol', 'Насос № 4', 'anna')
  const page = await signedIn(await lab.as('anna'))
  await page.goto(`/t/lab_protocol/${made.id}`)
  await signButton(page).click()
  await dialog(page).getByText('Складова Анна Ивановна').waitFor()
  await send(page).click()
  await dialog(page).getByText('Введите PIN').waitFor()
  await dialog(page).locator('input[name=pin]').fill('000000')
  await send(page).click()
  await dialog(page)
    .getByText(/Осталось попыток: 4/)
    .waitFor()
  expect(await dialog(page).locator('input[name=pin]').inputValue()).toBe('')
  await look(page, 'sign-wrong-pin')
  expect(await breaches(page)).toEqual([])
  let sent = 0
  page.on('request', r => r.method() === 'POST' && r.url().includes('/main.engineer.approve') && sent++)
  await dialog(page).locator('input[name=pin]').fill(pin)
  await send(page).dblclick()
  await dialog(page).waitFor({ state: 'detached' })
  await page.getByText('Подписан', { exact: true }).first().waitFor()
  expect(sent).toBe(1)
  expect((await signatures('lab_protocol', made.id)).map(s => s.verdict)).toEqual(['valid'])
  await page.getByRole('region', { name: 'Лента' }).getByText('Подписано: Инженер').waitFor()
})

it('shows what was changed meanwhile, and signs nothing unseen', async () => {
  const made = await waiting('lab_protocol', 'Клапан № 7', 'anna')
  const page = await signedIn(await lab.as('anna'))
  await page.goto(`/t/lab_protocol/${made.id}`)
  await signButton(page).click()
  await dialog(page).locator('input[name=pin]').fill(pin)
  const boris = await lab.as('boris')
  // What is not signed may change: the signature would still be about what was seen.
  await call(boris, 'PATCH', `/lab_protocol/${made.id}`, { fields: { result: 'Держит 4 минуты' } })
  await send(page).click()
  await dialog(page).getByText('Ничего не подписано').waitFor()
  await dialog(page).getByText('Держит 40 минут').waitFor()
  await dialog(page).getByText('Держит 4 минуты').waitFor()
  expect(await send(page).count()).toBe(0)
  await look(page, 'sign-stale')
  expect(await signatures('lab_protocol', made.id)).toEqual([])
  await dialog(page).getByRole('button', { name: 'Посмотреть запись' }).click()
  await signButton(page).click()
  await dialog(page).locator('input[name=pin]').fill(pin)
  await call(boris, 'PATCH', `/lab_protocol/${made.id}`, { fields: { note: 'для архива' } })
  await send(page).click()
  await dialog(page).waitFor({ state: 'detached' })
  expect((await signatures('lab_protocol', made.id)).map(s => s.version)).toEqual([2])
})

it('signs by password, also from the inbox', async () => {
  const made = await waiting('lab_note', 'О насосах', 'anna')
  const page = await signedIn(await lab.as('anna'))
  await page.goto('/inbox')
  await page.getByText('О насосах').first().click()
  await signButton(page).click()
  await dialog(page).locator('input[name=password]').fill('not-it')
  await send(page).click()
  await dialog(page)
    .getByText(/Осталось попыток: 4/)
    .waitFor()
  await dialog(page).locator('input[name=password]').fill(password)
  await send(page).click()
  await dialog(page).waitFor({ state: 'detached' })
  await expect.poll(async () => (await signatures('lab_note', made.id)).map(s => s.verdict)).toEqual(['valid'])
})

it('asks in a sheet on a phone; the signature is read, scanned and verified by anybody', async () => {
  const made = await waiting('lab_protocol', 'Шлейф № 2', 'anna')
  const page = await signedIn(await lab.as('anna'), { ...phone, acceptDownloads: true })
  await page.goto(`/t/lab_protocol/${made.id}`)
  await signButton(page).tap()
  await dialog(page).locator('input[name=pin]').fill(pin)
  const box = await dialog(page).boundingBox()
  expect(box?.y).toBeGreaterThan(200) // a sheet, not the whole screen
  expect((box?.y ?? 0) + (box?.height ?? 0)).toBeLessThanOrEqual(845)
  await look(page, 'sign-phone')
  await send(page).tap()
  await dialog(page).waitFor({ state: 'detached' })

  // An edit ends it; what was signed then can still be read.
  await call(await lab.as('boris'), 'PATCH', `/lab_protocol/${made.id}`, { fields: { result: 'Держит час' } })
  await page.reload()
  const region = page.getByRole('region', { name: 'Подписи' })
  await region.getByRole('button', { name: 'Прежняя подпись: 1' }).tap()
  await region.getByText('Отозвана').waitFor()
  await region.getByRole('button', { name: /Складова/ }).tap()
  const details = page.getByRole('dialog', { name: 'Складова Анна Ивановна' })
  await details.getByText('Держит 40 минут').waitFor()
  await details.getByText('Анна Складова').waitFor() // a reference, by name
  await look(page, 'signature-details')
  expect(await breaches(page)).toEqual([])
  const files = []
  for (const name of ['Содержание', 'Подпись (']) {
    const coming = page.waitForEvent('download')
    await details.getByRole('button', { name }).tap()
    files.push(await (await coming).path())
  }
  const [content = '', p7s = ''] = files
  expect(JSON.parse(readFileSync(content, 'utf8')).fields.result).toBe('Держит 40 минут')

  const read = await scan(details)
  const [kept] = await signatures('lab_protocol', made.id)
  expect(read).toBe(`${lab.server.url}/verify/${kept?.code}`)

  const anybody = await stranger(lab.server.url, phone)
  await anybody.goto(read)
  await anybody.getByText('Отозвана').waitFor()
  await anybody.getByText('Складова Анна Ивановна').waitFor()
  expect(await anybody.getByText('Шлейф').count()).toBe(0)
  await look(anybody, 'verify-withdrawn')
  expect(await anybody.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390)
  expect(await breaches(anybody)).toEqual([])

  await anybody.getByRole('button', { name: 'Проверить другую' }).tap()
  await anybody.locator('input[name=code]').fill('nothing')
  await anybody.getByRole('button', { name: 'Проверить', exact: true }).tap()
  await anybody.getByText('Такой подписи нет').waitFor()
  await anybody.getByRole('button', { name: 'Проверить другую' }).tap()
  const chooser = async (label: string, path: string, name: string) => {
    const coming = anybody.waitForEvent('filechooser')
    await anybody.getByLabel(label, { exact: true }).tap()
    await (await coming).setFiles({ name, mimeType: 'application/octet-stream', buffer: readFileSync(path) })
  }
  await chooser('Что подписано', content, 'content.json')
  await chooser('Файл подписи', p7s, 'content.json.p7s')
  await anybody.getByRole('button', { name: 'Проверить файлы' }).tap()
  await anybody.getByText('Отозвана').waitFor()
  await look(anybody, 'verify-files')
  await anybody.getByRole('button', { name: 'English' }).tap()
  await anybody.getByText('Withdrawn', { exact: true }).waitFor()

  // Who asks too often is told so in words.
  for (let i = 0; i < 10; i++) await fetch(`${lab.server.url}/api/kontora/verify/nothing${i}`)
  await anybody.goto(read)
  await anybody.getByText(/Too many checks in a row/).waitFor()
  await look(anybody, 'verify-often')
})
