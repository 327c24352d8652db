import { api } from '../api/client'
import type { Device, PushAnswer } from '../api/types'
import { fateOf } from './able'
import { here, remember } from './here'

const patience = 10_000
const farewell = 2_000

/** The person has said no, or the browser for them. */
export class Refused extends Error {}

export const getPush = () => api.get<PushAnswer>('/push')

/** Takes messages in this browser from now on. Asks the person, so it must come from a click. */
export async function join(me: string): Promise<void> {
  if ((await Notification.requestPermission()) !== 'granted') throw new Refused()
  await subscribe(me, (await getPush()).key)
}

/** Goes on after something that ended all devices, such as a new password, was done in this very browser. */
export async function rejoin(me: string): Promise<void> {
  if (here()?.user === me) await subscribe(me, (await getPush()).key)
}

/** Takes no messages here any more. The browser is asked also when the server does not answer: then it refuses them itself. */
export async function leave(): Promise<void> {
  const mine = here()
  remember(null)
  const told = mine ? revoke(mine.id).catch(() => {}) : undefined
  await within(farewell, Promise.all([told, unsubscribe()])).catch(() => {})
}

/** Ends another device of mine. */
export const revoke = (id: string) => api.del(`/push/${id}`)

/** Keeps the subscription true: renews what the browser has changed, drops what was ended elsewhere. */
export async function tend(me: string): Promise<void> {
  const mine = here()
  if (!mine) return
  const { key, devices } = await getPush()
  const known = devices.some(d => d.id === mine.id)
  const current = (await subscription())?.endpoint ?? null
  const permission = 'Notification' in window ? Notification.permission : null
  const fate = fateOf({ ...mine, me, known, permission, current })
  if (fate === 'drop') await leave()
  if (fate !== 'renew') return
  await subscribe(me, key)
  await revoke(mine.id).catch(() => {})
}

async function subscribe(me: string, key: string): Promise<void> {
  const made = await subscribedTo(key)
  const { endpoint, keys } = made.toJSON()
  const device = await api.post<Device>('/push', { endpoint, keys: { p256dh: keys?.p256dh, auth: keys?.auth } })
  remember({ user: me, id: device.id, endpoint: made.endpoint })
}

/** A subscription for another key is that of another installation, or of this one before it was set up anew. */
async function subscribedTo(key: string): Promise<PushSubscription> {
  const { pushManager } = await within(patience, navigator.serviceWorker.ready)
  const options = { userVisibleOnly: true, applicationServerKey: key }
  const once = () => within(patience, pushManager.subscribe(options))
  return once().catch(async error => {
    if (!(await unsubscribe())) throw error
    return once()
  })
}

async function subscription(): Promise<PushSubscription | null> {
  const registration = await navigator.serviceWorker?.getRegistration()
  return (await registration?.pushManager?.getSubscription()) ?? null
}

const unsubscribe = async () => (await subscription())?.unsubscribe() ?? false

/** A browser without a network may leave its promises open. */
function within<T>(ms: number, promise: Promise<T>): Promise<T> {
  return Promise.race([
    promise,
    new Promise<never>((_, fail) => setTimeout(() => fail(new Error('no answer in time')), ms)),
  ])
}
