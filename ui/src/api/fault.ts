import type { TFunction } from 'i18next'
import type { Fault, FaultBody } from './types'

/** A refusal of the server, as an exception. `fault.fault` says which, `fault.data` by field. */
export class FaultError extends Error {
  readonly fault: Fault

  constructor(fault: Fault) {
    super(fault.message)
    this.name = 'FaultError'
    this.fault = fault
  }

  get status(): number {
    return this.fault.status
  }

  get body(): FaultBody {
    return this.fault.fault
  }
}

/** No answer at all: the request may or may not have arrived. */
export function networkFault(): FaultError {
  return new FaultError({ status: 0, message: 'network', data: {}, fault: { kind: 'internal', code: 'network' } })
}

const kinds: Record<number, FaultBody['kind']> = {
  400: 'invalid',
  401: 'denied',
  403: 'denied',
  404: 'missing',
  409: 'conflict',
  413: 'limit',
  429: 'limit',
}

/** What came instead of an answer, in the shape of a fault: PocketBase's own errors have no body of ours. */
export function readFault(status: number, payload: unknown): FaultError {
  const given = (payload ?? {}) as Partial<Fault>
  const kind = kinds[status] ?? (status >= 500 ? 'internal' : 'invalid')
  return new FaultError({
    status,
    message: given.message ?? '',
    data: given.data ?? {},
    fault: given.fault ?? { kind, code: kind },
  })
}

/** There was no answer at all. */
export const isNoAnswer = (error: unknown) => isFault(error) && error.status === 0

export const isFault = (error: unknown): error is FaultError => error instanceof FaultError

/** The sentence for people: the author's own, else the catalogue's by code, else by kind. */
export function faultText(body: FaultBody, t: TFunction, otherwise?: string): string {
  if (body.text) return body.text
  const code = body.code.replace(/^faults\./, '')
  const lookup = t as unknown as (keys: string[], options: object) => string
  return lookup([`faults.${code}`, `faults.${body.kind}`], { ...body.params, defaultValue: otherwise || code })
}

/** The sentence for any exception; before the catalogue of refusals has come, in the server's words. */
export function errorText(error: unknown, t: TFunction): string {
  if (isFault(error)) return faultText(error.body, t, error.status === 0 ? t('error.network') : error.message)
  return t('faults.internal', { defaultValue: t('error.crash') })
}
