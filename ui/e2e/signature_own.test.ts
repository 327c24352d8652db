import { execFileSync } from 'node:child_process'
import { join } from 'node:path'
import PocketBase from 'pocketbase'
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest'
import { expectNoErrors, look, phone, signedIn, withBrowser } from './browser.ts'
import { call, type Made } from './people.ts'
import { program, type Server, serve } from './server.ts'

withBrowser()
afterEach(expectNoErrors)

const password = 'signature-password-1'
const operator = 'operator@sign.example'
let server: Server

beforeAll(async () => {
  process.env.KONTORA_SIGN_SECRET = 'a secret of this test'
  server = await serve([], /Server started/, dir => {
    execFileSync(program(), ['apply', '--from', join(import.meta.dirname, '../..'), '--dir', dir], { stdio: 'pipe' })
    execFileSync(program(), ['superuser', 'upsert', operator, password, '--dir', dir], { stdio: 'pipe' })
  })
  const root = new PocketBase(server.url)
  await root.collection('_superusers').authWithPassword(operator, password)
  for (const [who, full_name, roles] of [
    ['ann', 'Асель Жумабекова', ['base/employee']],
    ['head', 'Руслан Идрисов', ['base/employee', 'base/certifier']],
  ]) {
    const made = await root.collection('users').create({
      full_name,
      email: `${who}@sign.example`,
      password,
      passwordConfirm: password,
      verified: true,
      roles,
    })
    await call(root, 'POST', `/users/${made.id}/activate`, { fields: {} })
  }
})
afterAll(() => server?.stop())

async function as(who: string): Promise<PocketBase> {
  const pb = new PocketBase(server.url)
  pb.autoCancellation(false)
  await pb.collection('users').authWithPassword(`${who}@sign.example`, password)
  return pb
}

/** Asks in the name of somebody, and has it issued. */
async function issue(): Promise<Made> {
  const ann = await as('ann')
  const body = new FormData()
  const fields = { full_name: 'Жумабекова Асель', snils: '112-233-445 95', passport: 'N 1', accepted: true }
  body.append('json', JSON.stringify({ fields }))
  body.append('agreement', new Blob(['%PDF-1.4\n'], { type: 'application/pdf' }), 'Соглашение.pdf')
  const made = await ann.send<Made>('/api/kontora/base_signature_request', { method: 'POST', body })
  await call(ann, 'POST', `/base_signature_request/${made.id}/submit`, { fields: {} })
  await call(await as('head'), 'POST', `/base_signature_request/${made.id}/issue`, { fields: {} })
  return made
}

it('leads from no key to a signature in force, and gives it another PIN', async () => {
  const page = await signedIn(await as('ann'))
  await page.goto('/profile')
  const mine = page.getByRole('region', { name: 'Моя подпись' })
  await mine.locator('input[name=pin]').fill('482915')
  await mine.locator('input[name=again]').fill('482916')
  await mine.getByRole('button', { name: 'Создать ключ подписи' }).click()
  await mine.getByText('PIN не совпали').waitFor()
  await mine.locator('input[name=pin]').fill('123456')
  await mine.locator('input[name=again]').fill('123456')
  await mine.getByRole('button', { name: 'Создать ключ подписи' }).click()
  await mine.getByText(/легко подобрать/).waitFor()
  await look(page, 'signature_none')
  await mine.locator('input[name=pin]').fill('482915')
  await mine.locator('input[name=again]').fill('482915')
  await mine.getByRole('button', { name: 'Создать ключ подписи' }).click()
  await mine.getByRole('link', { name: 'Подать заявку' }).waitFor()
  await look(page, 'signature_waits')

  const made = await issue()
  await page.reload()
  await mine.getByText('Жумабекова Асель').waitFor()
  await mine.getByRole('button', { name: 'Сменить PIN' }).click()
  await mine.locator('input[name=oldPin]').fill('000001')
  await mine.locator('input[name=pin]').fill('739150')
  await mine.locator('input[name=again]').fill('739150')
  await mine.getByRole('button', { name: 'Сменить PIN' }).click()
  await mine.getByText('Осталось попыток: 4').waitFor()
  await look(page, 'signature_active')
  await mine.locator('input[name=oldPin]').fill('482915')
  await mine.getByRole('button', { name: 'Сменить PIN' }).click()
  await page.getByText('PIN изменён').waitFor()

  await mine.getByRole('link', { name: /Отозвать/ }).click()
  await page.waitForURL(new RegExp(made.id))
  await page.getByRole('button', { name: 'Отозвать подпись' }).first().waitFor()
  await look(page, 'signature_request')
})

it('is read on a phone in the dark', async () => {
  const page = await signedIn(await as('ann'), { ...phone, colorScheme: 'dark' })
  await page.goto('/profile')
  await page.getByText('Жумабекова Асель').waitFor()
  await page.getByRole('region', { name: 'Моя подпись' }).scrollIntoViewIfNeeded()
  await look(page, 'signature_phone_dark')
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390)
})
