import { readFileSync } from 'node:fs'
import { beforeEach, expect, it, vi } from 'vitest'

const source = readFileSync('public/push.js', 'utf8')
const origin = 'https://office.example'

/** A worker with the windows that are open. */
function worker(open: string[] = []) {
  const listeners: Record<string, (event: object) => void> = {}
  const windows = open.map(url => ({ url, focus: vi.fn() }))
  const self = {
    location: { origin },
    registration: { showNotification: vi.fn() },
    clients: { matchAll: async () => windows, openWindow: vi.fn() },
    addEventListener: (name: string, listener: (event: object) => void) => {
      listeners[name] = listener
    },
  }
  new Function('self', source)(self)
  const happen = async (name: string, event: object) => {
    let done: unknown
    listeners[name]?.({ ...event, waitUntil: (p: unknown) => (done = p) })
    await done
  }
  return {
    ...self,
    windows,
    push: (text: string | null) => happen('push', { data: text === null ? null : { json: () => JSON.parse(text) } }),
    click: (link: unknown, close = vi.fn()) => happen('notificationclick', { notification: { close, data: { link } } }),
  }
}

let w: ReturnType<typeof worker>
beforeEach(() => {
  w = worker()
})

it('shows what came, and keeps where it leads', async () => {
  await w.push(JSON.stringify({ title: 'Согласуйте', body: 'Бумага', link: '/t/backoffice_payment/abc', tag: 'n1' }))
  expect(w.registration.showNotification.mock.calls).toEqual([
    [
      'Согласуйте',
      { body: 'Бумага', icon: '/icons/k-192.png', tag: 'n1', data: { link: `${origin}/t/backoffice_payment/abc` } },
    ],
  ])
})

it.each([null, 'no json', 'null', '[]', '{"link": "/x"}'])('shows something for %s', async text => {
  await w.push(text)
  expect(w.registration.showNotification.mock.calls[0]?.[0]).toBe('Контора')
})

it.each([
  ['https://elsewhere.example/x', `${origin}/`],
  ['//elsewhere.example/x', `${origin}/`],
  ['javascript:alert(1)', `${origin}/`],
  ['http://', `${origin}/`],
  [undefined, `${origin}/`],
  ['/t/a/b?x=1', `${origin}/t/a/b?x=1`],
])('leads from %s only into the program', async (link, want) => {
  await w.click(link)
  expect(w.clients.openWindow.mock.calls).toEqual([[want]])
})

it('brings the window to the front that shows the record, and leaves others alone', async () => {
  w = worker([`${origin}/t/a/new`, `${origin}/t/a/b?tab=history`])
  const close = vi.fn()
  await w.click(`${origin}/t/a/b`, close)
  expect(close).toHaveBeenCalled()
  expect(w.windows.map(one => one.focus.mock.calls.length)).toEqual([0, 1])
  expect(w.clients.openWindow).not.toHaveBeenCalled()
  await w.click(`${origin}/t/a/c`)
  expect(w.clients.openWindow.mock.calls).toEqual([[`${origin}/t/a/c`]])
})
