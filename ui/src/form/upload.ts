import { api, newKey, type SendOptions } from '../api/client'
import { networkFault, readFault } from '../api/fault'
import { pb } from '../api/pb'
import { i18next } from '../i18n'

interface Upload extends SendOptions {
  /** Share of the files already on the way, 0–100. */
  onProgress?: (percent: number) => void
}

/** A save with files: fetch cannot tell how far they are, so these go by XMLHttpRequest. Without files it is an ordinary call. */
export function upload<T>(method: 'post' | 'patch', path: string, body: unknown, options: Upload): Promise<T> {
  const { files = [], key = newKey(), onProgress } = options
  if (files.length === 0) return api[method]<T>(path, body, { key })
  const form = new FormData()
  form.append('json', JSON.stringify(body))
  for (const [field, file] of files) form.append(field, file, file.name)
  return new Promise((done, fail) => {
    const request = new XMLHttpRequest()
    request.open(method.toUpperCase(), `/api/kontora${path}`)
    request.setRequestHeader('Accept-Language', i18next.language ?? 'ru')
    request.setRequestHeader('Idempotency-Key', key)
    if (pb.authStore.token) request.setRequestHeader('Authorization', pb.authStore.token)
    request.upload.onprogress = e => e.lengthComputable && onProgress?.(Math.round((e.loaded / e.total) * 100))
    request.onerror = () => fail(networkFault())
    request.onload = () => {
      const payload = parse(request.responseText)
      if (request.status < 400) done(payload as T)
      else fail(readFault(request.status, payload))
    }
    request.send(form)
  })
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}
