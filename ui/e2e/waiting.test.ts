import PocketBase from 'pocketbase'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { breaches, expectNoErrors, phone, stranger, withBrowser } from './browser.ts'
import { heading, state } from './form.ts'
import { call, type Made } from './people.ts'
import { type Server, serve } from './server.ts'

withBrowser()

const files: Record<string, string> = {
  'schemas/trial/pack.json': JSON.stringify({
    title: 'Проба',
    requires: ['base'],
    menu: { trial: { title: 'Проба', items: ['parcel'] } },
  }),
  'schemas/trial/types/parcel.json': JSON.stringify({
    title: 'Посылка',
    display: '{subject}',
    data: {
      properties: {
        subject: { title: 'Что внутри', type: 'string' },
        arrived: { title: 'Пришла', type: 'boolean' },
        weight: { title: 'Вес, кг', type: 'integer' },
      },
      required: ['subject'],
    },
    lifecycle: {
      states: { way: 'В пути', here: { title: 'На складе', phase: 'done' } },
      transitions: {
        store: {
          from: 'way',
          to: 'here',
          auto: 'arrived == true',
          guards: [{ check: 'weight > 0', message: 'Посылку ещё не взвесили', fields: ['weight'] }],
        },
      },
    },
    access: { all: { who: "role('admin')", read: '*', can: ['create', 'edit'] } },
  }),
}

let server: Server
beforeAll(async () => {
  server = await serve([], /Server started/)
})
afterAll(() => server?.stop())

it('tells what a record waits for, until it goes on by itself', async () => {
  const token = /setup\?token=(\S+)/.exec(server.said())?.[1]
  const owner = { email: 'aisha@first.example', password: 'long-enough-password' }
  const pb = new PocketBase(server.url)
  await call(pb, 'POST', '/setup', { ...owner, name: 'Айша Омарова', company: 'ТОО «Склад»', packs: ['base'], token })
  await pb.collection('users').authWithPassword(owner.email, owner.password)
  await call(pb, 'POST', '/config', { files, note: 'проба' })
  const made = await call<Made>(pb, 'POST', '/trial_parcel', { fields: { subject: 'Лампы', arrived: true } })

  const stored = JSON.stringify({ token: pb.authStore.token, record: pb.authStore.record })
  for (const options of [{}, { colorScheme: 'dark' as const }, phone]) {
    const page = await stranger(server.url, options)
    await page.addInitScript(text => localStorage.setItem('kontora.auth', text), stored)
    await page.goto(`/t/trial_parcel/${made.id}`)
    await heading(page, 'Лампы').waitFor()
    await page.getByText('Сама перейдёт в «На складе», ожидает: Посылку ещё не взвесили').waitFor()
    expect(await breaches(page)).toEqual([])
    if (options === phone) {
      await call(pb, 'PATCH', `/trial_parcel/${made.id}`, { fields: { weight: 4 } })
      await state(page, 'На складе').waitFor()
      expect(await page.getByText('ожидает:').count()).toBe(0)
    }
    await page.context().close()
  }
  expectNoErrors()
})
