import { afterEach, expect, it } from 'vitest'
import { as, expectNoErrors, withBrowser } from './browser.ts'
import { heading, history, input, unique } from './form.ts'
import { client, type Made, payment, people, toApproval } from './people.ts'

withBrowser()
afterEach(expectNoErrors)

const address = (made: Made) => `/t/backoffice_payment/${made.id}`

it('brings a comment with a mention to the colleague it names', async () => {
  const title = unique('Вывеска')
  const made = await toApproval(await payment(await client(people.clerk), title))
  const head = await as(people.head)
  await head.goto('/')
  await head.getByRole('heading', { name: 'Упоминания' }).waitFor()
  const clerk = await as(people.clerk)
  await clerk.goto(address(made))
  const box = history(clerk).getByRole('textbox', { name: 'Комментарий' })
  await box.pressSequentially('Нужна ваша виза, @Ким')
  await clerk.getByRole('option', { name: /Сергей Ким/ }).click()
  await clerk.keyboard.press('Control+Enter')
  await history(clerk).getByText('Нужна ваша виза').waitFor()

  const mention = head.getByRole('link', { name: /Нужна ваша виза/ }).first()
  await mention.click()
  await heading(head, title).waitFor()
  await history(head).getByText('Нужна ваша виза').waitFor()

  // An answer appears under the eyes of the one who asked.
  await history(head).getByRole('textbox', { name: 'Комментарий' }).fill('Завизирую сегодня')
  await head.keyboard.press('Control+Enter')
  await history(clerk).getByText('Завизирую сегодня').waitFor()
})

it('keeps a file and gives it back as it was', async () => {
  const made = await payment(await client(people.clerk), unique('Счёт с файлом'))
  const page = await as(people.clerk)
  await page.goto(address(made))
  const files = page.getByRole('region', { name: 'Файлы' })
  await files.getByRole('button', { name: 'Добавить: Файл счёта' }).click()
  const buffer = Buffer.from('%PDF-1.4\n1 0 obj\n<< /Type /Catalog >>\nendobj\ntrailer\n<< /Root 1 0 R >>\n%%EOF\n')
  await files.locator('input[type=file]').setInputFiles({ name: 'Счёт 7.pdf', mimeType: 'application/pdf', buffer })
  await files.getByRole('button', { name: 'Сохранить' }).click()
  const link = files.getByRole('link')
  await link.waitFor()
  await files.locator('a[href*="token="]').waitFor()
  const href = (await link.getAttribute('href')) ?? ''
  const got = await fetch(href)
  expect(got.status).toBe(200)
  expect(Buffer.from(await got.arrayBuffer())).toEqual(buffer)
  const [bare] = href.split('?')
  expect((await fetch(bare ?? '')).status).toBe(404)
})

it('lets two people who changed one field choose, and loses nothing of either', async () => {
  const pb = await client(people.clerk)
  const made = await payment(pb, unique('Спор'))
  const clerk = await as(people.clerk)
  const coordinator = await as(people.coordinator)
  for (const page of [clerk, coordinator]) {
    await page.goto(address(made))
    await page.getByRole('button', { name: 'Править: Назначение платежа' }).click()
  }
  await input(coordinator, 'Назначение платежа').fill('По договору 12')
  await coordinator.keyboard.press('Control+Enter')
  await input(coordinator, 'Назначение платежа').waitFor({ state: 'detached' })

  await input(clerk, 'Назначение платежа').fill('По договору 14')
  await clerk.keyboard.press('Control+Enter')
  const dialog = clerk.getByRole('dialog', { name: /Пока вы правили/ })
  await dialog.getByText('За ремонт').waitFor()
  await dialog.getByText('По договору 12').waitFor()
  await dialog.getByText('По договору 14').waitFor()
  await dialog.getByRole('button', { name: 'Оставить моё' }).click()
  await dialog.waitFor({ state: 'detached' })
  await coordinator.getByText('По договору 14').first().waitFor()
  const stored = await pb.collection('backoffice_payment').getOne(made.id)
  expect(stored.purpose).toBe('По договору 14')
})
