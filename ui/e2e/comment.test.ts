import { readFileSync } from 'node:fs'
import type { Locator, Page } from 'playwright-core'
import { afterEach, expect, it } from 'vitest'
import { as, expectNoErrors, look, withBrowser } from './browser.ts'
import { heading, history, unique } from './form.ts'
import { client, type Made, payment, people } from './people.ts'

withBrowser()
afterEach(expectNoErrors)

const picture = readFileSync(new URL('../public/icons/k-512.png', import.meta.url))
const address = (made: Made) => `/t/backoffice_payment/${made.id}`
const box = (page: Page) => page.getByRole('textbox', { name: 'Комментарий', exact: true })
const waiting = (page: Page) => page.getByRole('list', { name: 'Приложенные файлы' })

/** What the browser makes of a paste or a drop from outside. */
async function bring(box: Locator, how: 'paste' | 'drop', name: string, type: string, content: string) {
  await box.evaluate(
    (element, [how, name, type, content]) => {
      const data = new DataTransfer()
      data.items.add(new File([Uint8Array.from(atob(content), c => c.charCodeAt(0))], name, { type }))
      const event =
        how === 'paste'
          ? new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true })
          : new DragEvent('drop', { dataTransfer: data, bubbles: true, cancelable: true })
      element.dispatchEvent(event)
    },
    [how, name, type, content] as const,
  )
}

it('carries files that are chosen, pasted and dropped, and others look at them', async () => {
  const title = unique('С файлами')
  const made = await payment(await client(people.clerk), title)
  const clerk = await as(people.clerk)
  await clerk.goto(address(made))
  await heading(clerk, title).waitFor()
  const coordinator = await as(people.coordinator)
  await coordinator.goto(address(made))
  await heading(coordinator, title).waitFor()

  const choosing = clerk.waitForEvent('filechooser')
  await clerk.getByRole('button', { name: 'Приложить файлы' }).click()
  const text = Buffer.from('Опись на одном листе')
  await (await choosing).setFiles([
    { name: 'опись.txt', mimeType: 'text/plain', buffer: text },
    { name: 'лишний.txt', mimeType: 'text/plain', buffer: text },
  ])
  await bring(box(clerk), 'paste', 'снимок.png', 'image/png', picture.toString('base64'))
  await bring(
    box(clerk),
    'drop',
    'Счёт за март.pdf',
    'application/pdf',
    Buffer.from('%PDF-1.4\n%%EOF\n').toString('base64'),
  )
  await waiting(clerk).getByText('Счёт за март.pdf').waitFor()
  await clerk.getByRole('button', { name: 'Убрать: лишний.txt' }).click()
  expect(await waiting(clerk).getByRole('listitem').count()).toBe(3)
  await look(clerk, 'comment-waiting')
  await box(clerk).fill('Всё, что прислал поставщик')
  await box(clerk).press('Control+Enter')
  await waiting(clerk).waitFor({ state: 'detached' })

  // The other browser hears of it, draws the picture and saves a file under the name that it came with.
  const files = history(coordinator).getByRole('list', { name: 'Файлы' })
  await files.getByText('опись.txt').waitFor()
  expect(await files.getByRole('listitem').count()).toBe(3)
  const drawn = files.getByRole('link', { name: 'Открыть «снимок.png»' }).locator('img')
  await drawn.evaluate((img: HTMLImageElement) => img.decode())
  expect(await drawn.evaluate((img: HTMLImageElement) => img.naturalWidth)).toBe(320)
  const saving = coordinator.waitForEvent('download')
  await files.getByRole('link', { name: 'Счёт за март.pdf' }).click()
  expect((await saving).suggestedFilename()).toBe('Счёт за март.pdf')
  await look(coordinator, 'comment-files')
})

it('says which file is too large and keeps the rest', async () => {
  const title = unique('Большой файл')
  const made = await payment(await client(people.clerk), title)
  const page = await as(people.clerk)
  await page.goto(address(made))
  await box(page).waitFor()
  await box(page).evaluate(element => {
    const data = new DataTransfer()
    data.items.add(new File([new Uint8Array(20 * 2 ** 20 + 1)], 'фильм.mp4'))
    data.items.add(new File(['1'], 'кадр.txt'))
    element.dispatchEvent(new DragEvent('drop', { dataTransfer: data, bubbles: true, cancelable: true }))
  })
  await page.getByText('«фильм.mp4» больше 20').waitFor()
  expect(await waiting(page).getByRole('listitem').count()).toBe(1)
  await page.getByRole('button', { name: 'Отправить' }).click()
  await history(page).getByRole('list', { name: 'Файлы' }).getByText('кадр.txt').waitFor()
})
