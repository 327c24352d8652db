import { afterAll, afterEach, beforeAll, expect, it, vi } from 'vitest'
import { breaches, expectNoErrors, look, phone, signedIn, stranger, withBrowser } from './browser.ts'
import { type Desk, openDesk, operate, password, sentOrder, vote } from './desk.ts'
import { state } from './form.ts'
import { openPost, type Post, readable } from './mail.ts'
import { call } from './people.ts'

withBrowser()
afterEach(expectNoErrors)

let desk: Desk
let post: Post
beforeAll(async () => {
  post = await openPost()
  desk = await openDesk()
  await operate(desk, pb =>
    pb.settings.update({
      meta: { appURL: desk.server.url, senderName: 'Контора', senderAddress: 'office@desk.example' },
      smtp: { enabled: true, host: '127.0.0.1', port: post.port },
    }),
  )
})
afterAll(async () => {
  await desk?.server.stop()
  post?.stop()
})

/** The links of the letter about an order, by the words on their buttons. */
async function letterAbout(subject: string): Promise<Record<string, string>> {
  const mail = await vi.waitUntil(
    () =>
      post
        .mails()
        .map(readable)
        .find(text => text.includes(`Решите: ${subject}`)),
    {
      timeout: 15_000,
      interval: 200,
    },
  )
  const buttons = [...mail.matchAll(/^(Согласовать|Вернуть|Отклонить): (\S+\/vote#\S+)/gm)]
  return Object.fromEntries(buttons.map(([, word = '', link = '']) => [word, link]))
}

it('a button of a letter leads through the sign-in to the question, decides nothing by itself, and is spent afterwards', async () => {
  const made = await sentOrder(desk, { subject: 'Баннер на фасад' })
  const links = await letterAbout('Баннер на фасад')
  expect(Object.keys(links).sort()).toEqual(['Вернуть', 'Отклонить', 'Согласовать'])

  const page = await stranger(desk.server.url, phone)
  await page.goto(links.Согласовать as string)
  await page.getByLabel('Почта').fill(desk.mail('head'))
  await page.getByRole('textbox', { name: 'Пароль' }).fill(password)
  await page.getByRole('button', { name: 'Войти' }).tap()
  const dialog = page.getByRole('dialog', { name: /Согласовать/ })
  await dialog.waitFor()
  await look(page, 'mailed-vote')
  const events = async () => JSON.stringify(await call(await desk.as('head'), 'GET', `/history/desk_order/${made.id}`))
  expect(await events()).not.toContain('"vote"')
  await dialog.getByRole('button', { name: 'Согласовать' }).tap()
  await dialog.waitFor({ state: 'detached' })
  await vi.waitUntil(async () => (await events()).includes('approve'), { timeout: 10_000 })

  await page.goto('/')
  await page.goto(links.Согласовать as string)
  await page.getByText('Здесь уже решено или ждут не вас').waitFor()
  await look(page, 'mailed-vote-over')
  expect(await breaches(page)).toEqual([])
  await page.getByRole('link', { name: 'Открыть карточку' }).click()
  await state(page, 'На согласовании').waitFor()
})

it('what has changed since the letter is told, and nobody else gets in by it', async () => {
  const made = await sentOrder(desk, { subject: 'Стойка у входа' })
  const links = await letterAbout('Стойка у входа')
  await call(await desk.as('ann'), 'PATCH', `/desk_order/${made.id}`, { fields: { amount: '777000' } })
  const head = await signedIn(await desk.as('head'))
  await head.goto(links.Вернуть as string)
  await head.getByText(/изменили то, о чём вы решаете/).waitFor()

  const other = await signedIn(await desk.as('fin'))
  await other.goto(links.Согласовать as string)
  await other.getByText(/послано другому человеку/).waitFor()
  await other.goto('/')
  await other.goto('/vote#cut')
  await other.getByText(/Ссылка не читается/).waitFor()
  await vote(desk, 'head', made.id, { verdict: 'approve' })
})
