import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { api } from '../api/client'
import { join, leave, Refused, rejoin, tend } from './device'
import { here, remember } from './here'

/** A browser with its push service, as far as we talk to it. */
const browser = {
  endpoint: null as string | null,
  permission: 'granted' as NotificationPermission,
  refusals: 0, // of the next subscriptions
  made: 0,
}
const subscription = () =>
  browser.endpoint && {
    endpoint: browser.endpoint,
    toJSON: () => ({ endpoint: browser.endpoint, expirationTime: null, keys: { p256dh: 'p', auth: 'a' } }),
    unsubscribe: async () => {
      browser.endpoint = null
      return true
    },
  }
const pushManager = {
  getSubscription: async () => subscription(),
  subscribe: async () => {
    if (browser.refusals-- > 0) throw new Error('another key')
    browser.endpoint ??= `https://push.example/${++browser.made}`
    return subscription()
  },
}
let devices: string[] = []
const post = vi.spyOn(api, 'post')
const del = vi.spyOn(api, 'del')

beforeEach(() => {
  Object.assign(browser, { endpoint: null, permission: 'granted', refusals: 0, made: 0 })
  devices = []
  const registration = { pushManager }
  vi.stubGlobal('navigator', {
    serviceWorker: { ready: Promise.resolve(registration), getRegistration: async () => registration },
  })
  vi.stubGlobal('Notification', {
    get permission() {
      return browser.permission
    },
    requestPermission: async () => browser.permission,
  })
  vi.spyOn(api, 'get').mockImplementation(async () => ({ key: 'k', devices: devices.map(id => ({ id })) }) as never)
  post.mockReset().mockImplementation(async () => {
    devices.push(`d${devices.length + 1}`)
    return { id: devices.at(-1) } as never
  })
  del.mockReset().mockImplementation(async path => {
    devices = devices.filter(id => path !== `/push/${id}`)
    return undefined as never
  })
})
afterEach(() => {
  vi.unstubAllGlobals()
  remember(null)
})

it('sends what the server needs and nothing else', async () => {
  await join('me')
  expect(post.mock.calls).toEqual([['/push', { endpoint: 'https://push.example/1', keys: { p256dh: 'p', auth: 'a' } }]])
  expect(here()).toEqual({ user: 'me', id: 'd1', endpoint: 'https://push.example/1' })
})

it('subscribes to nothing without permission', async () => {
  browser.permission = 'denied'
  await expect(join('me')).rejects.toBeInstanceOf(Refused)
  expect([browser.endpoint, here(), post.mock.calls.length]).toEqual([null, null, 0])
})

it('gives up a subscription for the key of another installation', async () => {
  browser.endpoint = 'https://push.example/old'
  browser.refusals = 1
  await join('me')
  expect(here()?.endpoint).toBe('https://push.example/1')
})

it('leaves also when the server does not answer', async () => {
  await join('me')
  del.mockRejectedValue(new Error('no network'))
  await leave()
  expect([browser.endpoint, here()]).toEqual([null, null])
})

it('comes back after a new password only for the same person', async () => {
  await join('me')
  devices = []
  await rejoin('somebody')
  expect(devices).toEqual([])
  await rejoin('me')
  expect(here()?.id).toBe(devices[0])
})

it('renews what the browser has changed, and ends what was before', async () => {
  await join('me')
  await tend('me')
  expect(post).toHaveBeenCalledTimes(1)
  browser.endpoint = null
  await tend('me')
  expect([devices, here()?.endpoint]).toEqual([['d2'], 'https://push.example/2'])
})

it('drops what was made for somebody else', async () => {
  await join('me')
  await tend('somebody')
  expect([browser.endpoint, here(), devices]).toEqual([null, null, []])
})
