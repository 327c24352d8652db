import { afterEach, expect, it } from 'vitest'
import { as, expectNoErrors, look, withBrowser } from './browser.ts'
import { heading, unique } from './form.ts'
import { call, client, type Made, people } from './people.ts'

withBrowser()
afterEach(expectNoErrors)

it('lets a regulation be acknowledged once it has been opened, and says so before', async () => {
  const records = await client(people.records)
  const reader = await client(people.clerk)
  const subject = unique('Порядок отпуска')
  const body = new FormData()
  const fields = { subject, readers: [reader.authStore.record?.id], due: '2027-12-10', proof: 'opened' }
  body.append('json', JSON.stringify({ fields }))
  body.append('file', new Blob(['%PDF-1.4\n'], { type: 'application/pdf' }), 'Порядок.pdf')
  const made = await records.send<Made>('/api/kontora/base_regulation', { method: 'POST', body })
  await call(records, 'POST', `/base_regulation/${made.id}/send`, { fields: {} })
  const entry = await reader.collection('base_acknowledgement').getFirstListItem(`document = "${made.id}"`)

  const page = await as(people.clerk)
  await page.goto(`/t/base_acknowledgement/${entry.id}`)
  await heading(page, subject).waitFor()
  const why = page.getByRole('button', { name: /Почему нельзя: Ознакомлен/ })
  await why.press('Enter')
  await page
    .getByText(/Сначала откройте документ/)
    .first()
    .waitFor()
  await look(page, 'acknowledge')
  await page.keyboard.press('Escape')
  await page
    .getByRole('link', { name: new RegExp(subject) })
    .first()
    .click()
  const opened = page.waitForEvent('popup')
  await page
    .getByRole('link', { name: /Порядок\.pdf/ })
    .first()
    .click()
  await (await opened).close()
  await page.goBack()
  await page.getByRole('button', { name: 'Ознакомлен', exact: true }).click()
  await page.getByText('Ознакомлен', { exact: true }).first().waitFor()
  await expect.poll(async () => (await reader.collection('base_acknowledgement').getOne(entry.id)).status).toBe('done')
})
