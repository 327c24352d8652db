import { execFileSync } from 'node:child_process'
import { afterEach, expect, inject, it } from 'vitest'
import { expectNoErrors, stranger, withBrowser } from './browser.ts'
import { unique } from './form.ts'
import { call, client, payment, people } from './people.ts'
import { program } from './server.ts'

withBrowser()
afterEach(expectNoErrors)

const operator = 'operator@zhetisu.example'
const password = 'operator-password-1'

// PocketBase's own dashboard throws at a column type it does not know and shows nothing of the collection.
it("PocketBase's dashboard shows and edits records whose columns are of our own types", async () => {
  execFileSync(program(), ['superuser', 'upsert', operator, password, '--dir', inject('dir')], { stdio: 'pipe' })
  const page = await stranger()
  await page.goto('/_/')
  await page.locator('input[type=email]').fill(operator)
  await page.locator('input[type=password]').fill(password)
  await page.keyboard.press('Enter')
  await page.waitForURL(/#\/collections/)
  const studio = page.getByRole('link', { name: 'Studio' })
  expect(await studio.evaluate(a => (a as HTMLAnchorElement).href)).toBe(`${inject('url')}/studio`)
  const made = await payment(await client(people.clerk), unique('Панель оператора'))
  await page.goto('/_/#/collections?collection=backoffice_payment')
  await page.locator('table tbody tr', { hasText: made.id }).click()
  const amount = page.locator('input[name=amount]')
  await amount.waitFor()
  const stored = async (): Promise<Record<string, unknown>> =>
    (await client(people.director)).collection('backoffice_payment').getOne(made.id)
  const before = await stored()
  expect(await amount.inputValue()).toBe(before.amount)
  expect(await page.locator('input[name=pay_deadline]').inputValue()).toBe(before.pay_deadline)
  expect(await page.locator('input[name=deadline]').inputValue()).toBe(before.deadline)

  const save = async (typed: string) => {
    await amount.fill(typed)
    await amount.blur()
    const answer = page.waitForResponse(r => r.request().method() === 'PATCH')
    await page.getByRole('button', { name: 'Save changes' }).click()
    return answer
  }
  const refused = await save('12.345')
  expect(refused.status()).toBe(400)
  expect(await refused.json()).toMatchObject({ fault: { fields: [{ field: 'amount' }] } })
  expect((await save('77000.50')).status()).toBe(200)
  expect((await stored()).amount).toBe('77000.50')
  const history = await call(await client(people.director), 'GET', `/history/backoffice_payment/${before.id}`)
  expect(JSON.stringify(history)).toContain('77000.50')
})
