import { isFault, isNoAnswer } from '../api/fault'
import { pb } from '../api/pb'
import type { Saved } from '../api/types'
import { queries } from '../app/queries'
import { upload } from '../form/upload'
import { drop, keep, type Parcel, refresh } from './store'

/** What became of an attempt: made, refused for good, or no answer that would count. */
export type Outcome = 'sent' | 'refused' | 'later'

/** The way out, so that a test can be the network. */
export type Post = (parcel: Parcel) => Promise<unknown>

const post: Post = ({ slug, body, key, files }) => upload<Saved>('post', `/${slug}`, body, { key, files })

/** Sends one; a refusal stays with it, to be read and mended. */
export async function sendOne(parcel: Parcel, by: Post = post): Promise<Outcome> {
  try {
    await by(parcel)
    await drop(parcel)
    return 'sent'
  } catch (error) {
    if (!isFault(error) || isNoAnswer(error) || isTemporary(error.status)) return 'later'
    await keep({ ...parcel, refused: error.body })
    return 'refused'
  }
}

/** A sign-in that ran out, a server that stumbles or has too much to do: nothing is wrong with what was sent. */
const isTemporary = (status: number) => status === 401 || status === 429 || status >= 500

let running = false

/** Sends what waits, in the order in which it was written, until the network fails. One tab does so at a time. */
export async function sendWaiting(by: Post = post): Promise<Outcome[]> {
  const user = pb.authStore.record?.id
  if (!user || running) return []
  running = true
  try {
    const outcomes: Outcome[] = []
    await alone(async () => {
      for (const parcel of (await refresh(user)).filter(p => !p.refused)) {
        const outcome = await sendOne(parcel, by)
        outcomes.push(outcome)
        if (outcome === 'later') break
      }
    })
    if (outcomes.includes('sent')) await queries.invalidateQueries()
    return outcomes
  } finally {
    running = false
  }
}

/** Where the browser has no locks, the key of each parcel still keeps it from being made twice. */
const alone = (work: () => Promise<void>): Promise<void> =>
  navigator.locks
    ? navigator.locks.request('kontora-queue', { ifAvailable: true }, lock => (lock ? work() : undefined))
    : work()
