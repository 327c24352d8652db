import { createHash } from 'node:crypto'
import type { Locator, Page } from 'playwright-core'
import { afterEach, expect, it } from 'vitest'
import { as, breaches, expectNoErrors, look, phone, withBrowser } from './browser.ts'
import { action, heading, input, unique } from './form.ts'
import { call, client, type Made, people } from './people.ts'

withBrowser()
afterEach(expectNoErrors)

const paper = (text: string) => Buffer.from(`%PDF-1.4\n% ${text}\n%%EOF\n`)
const files = (page: Page) => page.getByRole('region', { name: 'Файлы', exact: true })
const versions = (page: Page) => page.getByRole('list', { name: 'Версии: Документ' })

/** A paste or a drop from outside, of a PDF. */
async function bring(where: Locator, how: 'paste' | 'drop', name: string, content: Buffer) {
  await where.evaluate(
    (element, [how, name, content]) => {
      const data = new DataTransfer()
      data.items.add(
        new File([Uint8Array.from(atob(content), c => c.charCodeAt(0))], name, { type: 'application/pdf' }),
      )
      const event =
        how === 'paste'
          ? new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true })
          : new DragEvent('drop', { dataTransfer: data, bubbles: true, cancelable: true })
      element.dispatchEvent(event)
    },
    [how, name, content.toString('base64')] as const,
  )
}

it('keeps what was replaced, with who, why and its checksum, until the document is signed', async () => {
  const title = unique('Договор с версиями')
  const made = await call<Made>(await client(people.lawyer), 'POST', '/backoffice_document', {
    fields: { kind: 'contract', title },
  })
  const page = await as(people.lawyer)
  await page.goto(`/t/backoffice_document/${made.id}`)
  await heading(page, title).waitFor()

  await files(page).getByRole('button', { name: 'Добавить: Документ' }).click()
  await bring(files(page).getByText('Перетащите', { exact: false }), 'drop', 'первая.pdf', paper('первая'))
  await files(page).getByRole('button', { name: 'Добавить версию' }).click()
  await files(page).getByRole('link', { name: 'первая.pdf' }).waitFor()

  await files(page).getByRole('button', { name: 'Новая версия: Документ' }).click()
  await input(page, 'Что изменилось').fill('Поправили площадь')
  await bring(input(page, 'Что изменилось'), 'paste', 'вторая.pdf', paper('вторая'))
  await look(page, 'versions-new')
  await files(page).getByRole('button', { name: 'Добавить версию' }).click()
  await files(page).getByRole('link', { name: 'вторая.pdf' }).waitFor()

  await files(page).getByRole('button', { name: 'Версии: Документ' }).click()
  const lines = versions(page).getByRole('listitem')
  await lines.nth(1).waitFor()
  expect(await lines.count()).toBe(2)
  expect(await lines.nth(0).textContent()).toContain('Поправили площадь')
  for (const [i, text] of ['вторая', 'первая'].entries()) {
    expect(await lines.nth(i).textContent()).toContain(createHash('sha256').update(paper(text)).digest('hex'))
  }
  const [saved] = await Promise.all([
    page.waitForEvent('download'),
    lines.nth(1).getByRole('link', { name: 'Скачать: версия 1' }).click(),
  ])
  expect(saved.suggestedFilename()).toContain('первая')
  await look(page, 'versions')
  expect(await breaches(page)).toEqual([])

  await action(page, /^Принять подписанный/).click()
  await page.getByText('В статусе «Подписан» файл не заменить', { exact: false }).waitFor()
  expect(await files(page).getByRole('button', { name: 'Новая версия: Документ' }).count()).toBe(0)

  const small = await as(people.lawyer, phone)
  await small.goto(`/t/backoffice_document/${made.id}`)
  await files(small).getByRole('button', { name: 'Версии: Документ' }).click()
  await versions(small).getByRole('listitem').nth(1).waitFor()
  expect(await small.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)).toBeLessThanOrEqual(0)
  await look(small, 'versions-phone')
})
