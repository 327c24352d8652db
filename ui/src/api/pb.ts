import PocketBase, { LocalAuthStore } from 'pocketbase'
import { leaveDevice } from '../push/here'

/** PocketBase's own client: signing in, files and realtime. Records go through api. */
export const pb = new PocketBase(window.location.origin, new LocalAuthStore('kontora.auth'))
pb.autoCancellation(false)

export const signedIn = () => pb.authStore.isValid

/** Address of a stored file; without a token it answers only to requests that say who asks. */
export function fileUrl(slug: string, id: string, name: string, token?: string): string {
  return pb.files.getURL({ id, collectionName: slug, collectionId: slug }, name, token ? { token } : {})
}

/** Address of a file that came with a comment. */
export function commentFileUrl(
  home: { slug: string; id: string; comment: string },
  name: string,
  query: { token: string | undefined; thumb?: string; download?: string },
): string {
  const given = Object.entries(query).filter((entry): entry is [string, string] => entry[1] !== undefined)
  return `/api/kontora/comments/${home.slug}/${home.id}/${home.comment}/${name}?${new URLSearchParams(given)}`
}

/** Forgets the person on this device: the token, everything that was read with it, and their messages. */
export async function signOut(): Promise<void> {
  await leaveDevice()
  pb.realtime.unsubscribe().catch(() => {})
  pb.authStore.clear()
}
