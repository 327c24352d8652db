import type { BrowserContextOptions } from 'playwright-core'
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
        inside: { title: 'В посылке', 'x-ref': 'parcel' },
        currency: { title: 'Валюта', enum: ['KZT', 'USD'] },
        cost: { title: 'Стоит', 'x-money': 'currency' },
        parts: { title: 'Внутри', 'x-inverse': 'parcel.inside' },
        total: { title: 'Всего внутри', 'x-money': 'KZT', 'x-computed': 'sum(parts, .cost)' },
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
    views: { all: { title: 'Все', columns: ['subject', 'total'] } },
    access: { all: { who: "role('admin')", read: '*', can: ['create', 'edit'] } },
  }),
}

let server: Server
let ready = false
beforeAll(async () => {
  server = await serve([], /Server started/)
})
afterAll(() => server?.stop())

it('tells what a record waits for, until it goes on by itself', async () => {
  const { pb, stored } = await ownPack()
  const made = await call<Made>(pb, 'POST', '/trial_parcel', { fields: { subject: 'Лампы', arrived: true } })
  for (const options of [{}, { colorScheme: 'dark' as const }, phone]) {
    const page = await visit(stored, options)
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

it('says why a formula has no value, on the card and in the list', async () => {
  const { pb, stored } = await ownPack()
  const box = await call<Made>(pb, 'POST', '/trial_parcel', { fields: { subject: 'Ящик' } })
  for (const [currency, cost] of [
    ['KZT', '5'],
    ['USD', '7'],
  ])
    await call(pb, 'POST', '/trial_parcel', { fields: { subject: 'Часть', inside: box.id, currency, cost } })
  const why = 'Суммы в разных валютах не складываются. Приведите их к одной'
  for (const options of [{}, { colorScheme: 'dark' as const }, phone]) {
    const page = await visit(stored, options)
    await page.goto(`/t/trial_parcel/${box.id}`)
    await heading(page, 'Ящик').waitFor()
    await page.getByText(why).waitFor()
    expect(await breaches(page)).toEqual([])
    if (options !== phone) {
      await page.goto('/t/trial_parcel')
      await page.getByTitle(why).waitFor()
      expect(await breaches(page)).toEqual([])
    }
    await page.context().close()
  }
  expectNoErrors()
})

/** The owner, signed in, with a pack of this test's own. */
async function ownPack() {
  const token = /setup\?token=(\S+)/.exec(server.said())?.[1]
  const owner = { email: 'aisha@first.example', password: 'long-enough-password' }
  const pb = new PocketBase(server.url)
  if (!ready)
    await call(pb, 'POST', '/setup', { ...owner, name: 'Айша Омарова', company: 'ТОО «Склад»', packs: ['base'], token })
  ready = true
  await pb.collection('users').authWithPassword(owner.email, owner.password)
  await call(pb, 'POST', '/config', { files, note: 'проба' })
  return { pb, stored: JSON.stringify({ token: pb.authStore.token, record: pb.authStore.record }) }
}

async function visit(stored: string, options: BrowserContextOptions) {
  const page = await stranger(server.url, options)
  await page.addInitScript(text => localStorage.setItem('kontora.auth', text), stored)
  return page
}
