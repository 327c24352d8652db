import { i18next } from '../i18n'
import { networkFault, readFault } from './fault'
import { pb } from './pb'

const base = '/api/kontora'
const attempts = 3

export type Query = Record<string, string | number | boolean | null | undefined>

export interface SendOptions {
  key?: string // Idempotency-Key; one per intention, the same for its repeats
  files?: [field: string, file: File][]
  signal?: AbortSignal
  keepalive?: boolean // the page is being left
}

/** Calls of /api/kontora. Every refusal is a FaultError. */
export const api = {
  get: <T>(path: string, query?: Query, signal?: AbortSignal) => call<T>('GET', path + search(query), { signal }),
  post: <T>(path: string, body?: unknown, options: SendOptions = {}) => send<T>('POST', path, body, options),
  patch: <T>(path: string, body?: unknown, options: SendOptions = {}) => send<T>('PATCH', path, body, options),
  /** What comes is a file, under the name that the server gives it. */
  file: (path: string, body: unknown) => call('POST', path, { key: newKey(), body }, readFile),
  /** The same of a file that is only read. */
  download: (path: string, query?: Query) => call('GET', path + search(query), {}, readFile),
  /** Sends a file as it is. */
  upload: <T>(path: string, file: Blob) => call<T>('POST', path, { key: newKey(), raw: file }),
  put: <T = void>(path: string, body?: unknown) => send<T>('PUT', path, body, {}),
  del: <T = void>(path: string) => call<T>('DELETE', path, {}),
}

/** Works over plain http too, where crypto.randomUUID does not exist. */
export const newKey = () =>
  [...crypto.getRandomValues(new Uint8Array(16))].map(b => b.toString(16).padStart(2, '0')).join('')

function search(query: Query = {}): string {
  const given = Object.entries(query).filter(([, v]) => v !== undefined && v !== null && v !== '')
  return given.length ? `?${new URLSearchParams(given.map(([k, v]) => [k, String(v)]))}` : ''
}

function send<T>(method: string, path: string, body: unknown, options: SendOptions): Promise<T> {
  return call<T>(method, path, { ...options, key: options.key ?? newKey(), body })
}

type Call = SendOptions & { body?: unknown; raw?: Blob }

/** A lost connection is tried again: reads are harmless, writes carry a key and happen once. */
async function call<T>(
  method: string,
  path: string,
  options: Call,
  take: (r: Response) => Promise<T> = read,
): Promise<T> {
  const request = prepare(method, options)
  for (let attempt = 1; ; attempt++) {
    try {
      return await take(await fetch(base + path, request))
    } catch (error) {
      if (!(error instanceof TypeError)) throw error
      if (attempt === attempts || options.keepalive || !navigator.onLine) throw networkFault()
      await new Promise(done => setTimeout(done, 300 * attempt))
    }
  }
}

function prepare(method: string, { body, raw, key, files, signal, keepalive }: Call): RequestInit {
  const headers: Record<string, string> = { 'Accept-Language': i18next.language ?? 'ru' }
  if (pb.authStore.token) headers.Authorization = pb.authStore.token
  if (key) headers['Idempotency-Key'] = key
  if (raw) return { method, headers: { ...headers, 'Content-Type': raw.type || 'application/octet-stream' }, body: raw }
  if (files?.length) return { method, headers, signal, body: multipart(body, files) }
  if (body !== undefined) headers['Content-Type'] = 'application/json'
  return { method, headers, signal, keepalive, body: body === undefined ? undefined : JSON.stringify(body) }
}

function multipart(body: unknown, files: [string, File][]): FormData {
  const form = new FormData()
  form.append('json', JSON.stringify(body ?? {}))
  for (const [field, file] of files) form.append(field, file, file.name)
  return form
}

async function read<T>(response: Response): Promise<T> {
  if (response.status === 204) return undefined as T
  const payload: unknown = await response.json().catch(() => null)
  if (response.ok) return payload as T
  if (response.status === 401 && pb.authStore.token) pb.authStore.clear()
  throw readFault(response.status, payload)
}

async function readFile(response: Response): Promise<{ blob: Blob; name: string }> {
  if (!response.ok) return read(response)
  const [, name = ''] = /filename="([^"]+)"/.exec(response.headers.get('Content-Disposition') ?? '') ?? []
  return { blob: await response.blob(), name }
}
