import { afterEach, expect, it } from 'vitest'
import { as, expectNoErrors, look, withBrowser } from './browser.ts'
import { heading, unique } from './form.ts'
import { call, client, type Made, people } from './people.ts'

withBrowser()
afterEach(expectNoErrors)

it('shows where it was found: in a file and in a comment, while one types', async () => {
  const lawyer = await client(people.lawyer)
  const title = unique('Без приметных слов')
  const made = await call<Made>(lawyer, 'POST', '/backoffice_document', { fields: { kind: 'other', title } })
  const form = new FormData()
  form.append('json', JSON.stringify({ fields: {} }))
  form.append('file', new File(['Смета на перевозку антилоп из Астаны'], 'смета.txt', { type: 'text/plain' }))
  await lawyer.send(`/api/kontora/backoffice_document/${made.id}`, { method: 'PATCH', body: form })
  await call(lawyer, 'POST', `/comments/backoffice_document/${made.id}`, { text: 'Антилопы приедут в среду' })

  const page = await as(people.lawyer)
  await page.goto('/')
  await page.getByRole('main').waitFor()
  await page.keyboard.press('Control+k')
  const box = page.getByRole('dialog').getByRole('textbox')
  const found = page.getByText('в файле смета.txt', { exact: false })
  await expect
    .poll(
      async () => {
        await box.fill('') // the server reads files behind the requests
        await box.fill('антило')
        return found.waitFor({ timeout: 2500 }).then(
          () => true,
          () => false,
        )
      },
      { timeout: 30_000 },
    )
    .toBe(true)
  await page.getByText('в комментарии', { exact: false }).waitFor()
  expect(await page.locator('mark').allTextContents()).toEqual(expect.arrayContaining(['антилоп', 'Антилопы']))
  await look(page, 'search-found')
  await found.click()
  await heading(page, title).waitFor()
})
