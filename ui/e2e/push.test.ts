import type { Page } from 'playwright-core'
import { afterEach, expect, it } from 'vitest'
import { as, breaches, expectNoErrors, look, withBrowser } from './browser.ts'
import { heading, unique } from './form.ts'
import { call, client, payment, people } from './people.ts'

withBrowser({ whole: true })
afterEach(expectNoErrors)

interface Devices {
  devices: { id: string; title: string }[]
}
const devicesOf = async (who: Parameters<typeof client>[0]) =>
  (await call<Devices>(await client(who), 'GET', '/push')).devices

/** A browser whose push service answers: that of Chromium is on the internet. */
async function subscribing(page: Page): Promise<void> {
  await page.context().grantPermissions(['notifications'])
  await page.addInitScript(() => {
    const text = (bytes: ArrayBuffer | Uint8Array<ArrayBuffer>) =>
      btoa(String.fromCharCode(...new Uint8Array(bytes)))
        .replaceAll('+', '-')
        .replaceAll('/', '_')
        .replaceAll('=', '')
    const kept = () => sessionStorage.getItem('subscription')
    const made = () => {
      const json = JSON.parse(kept() ?? 'null')
      if (!json) return null
      const unsubscribe = async () => {
        sessionStorage.removeItem('subscription')
        return true
      }
      return { endpoint: json.endpoint, toJSON: () => json, unsubscribe } as unknown as PushSubscription
    }
    PushManager.prototype.getSubscription = async () => made()
    PushManager.prototype.subscribe = async options => {
      if (!options?.userVisibleOnly || !options.applicationServerKey) throw new Error('the browser wants both')
      if (!kept()) {
        const pair = await crypto.subtle.generateKey({ name: 'ECDH', namedCurve: 'P-256' }, true, ['deriveBits'])
        const p256dh = text(await crypto.subtle.exportKey('raw', pair.publicKey))
        const auth = text(crypto.getRandomValues(new Uint8Array(16)))
        const endpoint = `https://push.invalid.example/${crypto.randomUUID()}`
        sessionStorage.setItem(
          'subscription',
          JSON.stringify({ endpoint, expirationTime: null, keys: { p256dh, auth } }),
        )
      }
      return made() as PushSubscription
    }
  })
}

it('is switched on and off on this device, and ends with signing out', async () => {
  const page = await as(people.coordinator, { serviceWorkers: 'allow' })
  await subscribing(page)
  await page.goto('/profile')
  const here = page.getByRole('switch', { name: 'Уведомления на этом устройстве' })
  const mine = page.getByRole('listitem').filter({ hasText: 'это устройство' })
  await page.getByText('Придут, даже когда программа закрыта').waitFor()
  expect(await here.isChecked()).toBe(false)
  await here.click({ force: true })
  await mine.getByText('Chrome, Linux').waitFor()
  expect(await here.isChecked()).toBe(true)
  expect(await devicesOf(people.coordinator)).toHaveLength(1)
  expect(await breaches(page)).toEqual([])
  await look(page, 'profile-devices')

  await page.reload()
  await mine.waitFor()
  await here.click({ force: true })
  await mine.waitFor({ state: 'detached' })
  expect(await devicesOf(people.coordinator)).toEqual([])

  await here.click({ force: true })
  await mine.waitFor()
  await page.getByTitle('Учётная запись').click()
  await page.getByRole('menuitem', { name: 'Выйти' }).click()
  await page.getByRole('button', { name: 'Войти' }).waitFor()
  await expect.poll(() => devicesOf(people.coordinator)).toEqual([])
})

it('forgets here what was switched off elsewhere', async () => {
  const page = await as(people.accountant, { serviceWorkers: 'allow' })
  await subscribing(page)
  await page.goto('/profile')
  await page.getByRole('switch', { name: 'Уведомления на этом устройстве' }).click({ force: true })
  await page.getByText('это устройство').waitFor()
  const [device] = await devicesOf(people.accountant)
  await call(await client(people.accountant), 'DELETE', `/push/${device?.id}`)
  await page.reload()
  const kept = () => page.evaluate(() => sessionStorage.getItem('subscription'))
  await expect.poll(kept, { timeout: 15_000 }).toBeNull() // behind the first screen
  expect(await page.evaluate(() => localStorage.getItem('kontora.device'))).toBeNull()
})

it('says what stands in the way', async () => {
  const page = await as(people.director)
  await page.addInitScript(() => {
    Object.defineProperty(Notification, 'permission', { value: 'denied' })
  })
  await page.goto('/profile')
  await page.getByText('Браузер запретил уведомления этого сайта').waitFor()
  const here = page.getByRole('switch', { name: 'Уведомления на этом устройстве' })
  expect(await here.getAttribute('aria-disabled')).toBe('true')
  await here.click({ force: true })
  expect(await here.isChecked()).toBe(false)
})

it('shows what comes, and a click opens the record', async () => {
  const clerk = await client(people.clerk)
  const title = unique('С экрана')
  const { id } = await payment(clerk, title)
  const page = await as(people.clerk, { serviceWorkers: 'allow' })
  await page.context().grantPermissions(['notifications'])
  const devtools = await page.context().newCDPSession(page)
  const registrations: string[] = []
  devtools.on('ServiceWorker.workerRegistrationUpdated', e => {
    registrations.push(...e.registrations.map(r => r.registrationId))
  })
  await devtools.send('ServiceWorker.enable')
  await page.goto('/profile')
  await page.evaluate(() => navigator.serviceWorker.ready)
  await expect.poll(() => registrations.length).toBeGreaterThan(0)

  const deliver = (data: object) =>
    devtools.send('ServiceWorker.deliverPushMessage', {
      origin: new URL(page.url()).origin,
      registrationId: registrations.at(-1) ?? '',
      data: JSON.stringify(data),
    })
  const shown = () =>
    page.evaluate(async () => {
      const list = await (await navigator.serviceWorker.ready).getNotifications()
      return list.map(n => ({ title: n.title, body: n.body, link: n.data.link }))
    })
  const message = { title, body: 'Решите до завтра', link: `/t/backoffice_payment/${id}`, tag: 'one' }
  await deliver(message)
  await deliver(message)
  const place = new URL(message.link, page.url()).href
  await expect.poll(shown).toEqual([{ title, body: 'Решите до завтра', link: place }])

  // A browser lets only a real click open windows, and this one has no screen to click on: what it is asked for is enough.
  const worker = page.context().serviceWorkers()[0]
  const asked = await worker?.evaluate(async () => {
    type Worker = {
      clients: { openWindow: (url: string) => Promise<null> }
      registration: ServiceWorkerRegistration
      dispatchEvent: (event: Event) => void
      NotificationEvent: new (name: string, init: { notification: Notification | undefined }) => Event
    }
    const self = globalThis as unknown as Worker
    const urls: string[] = []
    self.clients.openWindow = async url => {
      urls.push(url)
      return null
    }
    const [notification] = await self.registration.getNotifications()
    self.dispatchEvent(new self.NotificationEvent('notificationclick', { notification }))
    for (let waited = 0; urls.length === 0 && waited < 50; waited++) await new Promise(done => setTimeout(done, 100))
    return urls
  })
  expect(asked).toEqual([place])
  await page.goto(asked?.[0] ?? '')
  await heading(page, title).waitFor()
})
