import { notifications } from '@mantine/notifications'
import { useQueryClient } from '@tanstack/react-query'
import { useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api } from '../api/client'
import { errorText, isFault } from '../api/fault'
import { useSaved } from '../api/hooks'
import { keys } from '../api/keys'
import type { Action, Card, FaultBody, HistoryAnswer, Saved, TypeMeta } from '../api/types'
import type { Cells } from '../fields/cell'
import { Intent, type Parcel, parcelOf } from '../form/send'
import { upload } from '../form/upload'
import { askedFields, asks } from './actions'
import { type Merge, mergeEdits, settle } from './conflict'
import { personOf } from './people'
import { type Insist, warningIn } from './twin'

export interface Clashing {
  merge: Merge
  card: Card
  who: string
}
/** Saving again in spite of a warning. */
export interface Twin {
  fault: FaultBody
  again: (insist: Insist) => Promise<Outcome>
}
export interface Refused {
  action: Action
  faults: FaultBody[]
  card: Card | null
  stale: boolean
}
/** How an attempt ended: done, waiting for an answer elsewhere, or refused with faults for its own place. */
export type Outcome = { ok: true } | { ok: false; faults: FaultBody[]; card?: Card | undefined }

/** That somebody signs themselves: the PIN of their key, or their password. It is kept nowhere. */
export interface Proof {
  pin: string
}

/** Faults of a signature that stand under its PIN whatever the server calls them. */
const unsigned = new Set([
  'no_certificate',
  'certificate_expired',
  'no_signatory',
  'pin_blocked',
  'pin_locked',
  'sign_locked',
])

const DONE: Outcome = { ok: true }
const elsewhere: Outcome = { ok: false, faults: [] }

/** Changes to one record: cells, transitions, what to do when somebody was faster. */
export function useRecord(type: TypeMeta, card: Card) {
  const { t } = useTranslation()
  const client = useQueryClient()
  const put = useSaved()
  const [clash, setClash] = useState<Clashing | null>(null)
  const [refused, setRefused] = useState<Refused | null>(null)
  const [twin, setTwin] = useState<Twin | null>(null)
  const [running, setRunning] = useState<string | null>(null)
  const own = useRef(card.revision)
  const busy = useRef(false)
  const intent = useRef(new Intent())
  const home = `/${type.slug}/${card.row.id}`

  function done(saved: Saved): Outcome {
    own.current = saved.revision
    intent.current.done()
    put(type.slug, saved)
    return DONE
  }

  /** The record as it is now, on the screen too. */
  async function fresh(): Promise<Card> {
    const now = await api.get<Card>(`/card${home}`)
    own.current = now.revision
    client.setQueryData(keys.card(type.slug, card.row.id), now)
    return now
  }

  async function lastHand(): Promise<string> {
    const history = await api.get<HistoryAnswer>(`/history${home}`).catch(() => null)
    return history ? (personOf(history.events[0]?.by, history.refs)?.title ?? '') : ''
  }

  const patch = (parcel: Parcel, revision: number, insist?: Partial<Insist>) => {
    const body = { fields: parcel.fields, revision, ...insist }
    return upload<Saved>('patch', home, body, { key: intent.current.keyFor(body, parcel.files), files: parcel.files })
  }

  /** Saves cells changed in place. Somebody else's change of other fields is no reason to bother. */
  async function saveCells(edits: Cells, base: Card = card, insist?: Partial<Insist>): Promise<Outcome> {
    const values = base.row.values as Cells
    const parcel = parcelOf(type.fields, { ...values, ...edits }, values)
    if (Object.keys(parcel.fields).length === 0) return DONE
    try {
      return done(await patch(parcel, base.revision, insist))
    } catch (error) {
      if (!isFault(error)) throw error
      if (warned(error.body, insist => saveCells(edits, base, insist))) return elsewhere
      if (error.status !== 409) return { ok: false, faults: [error.body] }
      const now = await fresh()
      // The record is the same: a conflict of another kind, a taken key or a limit.
      if (now.revision === base.revision) return { ok: false, faults: [error.body] }
      const merge = mergeEdits(base.row.values, now.row.values, edits)
      if (merge.clashes.length === 0) return saveCells(merge.send, now, insist)
      setClash({ merge, card: now, who: await lastHand() })
      return elsewhere
    }
  }

  /** A warning is asked about in a dialog of its own. */
  function warned(fault: FaultBody, again: Twin['again']): boolean {
    const about = warningIn(fault)
    if (about) setTwin({ fault: about, again })
    return about !== null
  }

  async function insist(reason: string) {
    if (!twin) return
    const outcome = await twin.again({ force: true, comment: reason })
    setTwin(null)
    if (!outcome.ok && outcome.faults[0]) notifications.show({ message: errorTextOf(outcome.faults[0]), color: 'red' })
  }

  async function settleClash(keep: ReadonlySet<string>) {
    if (!clash) return
    setClash(null)
    const outcome = await saveCells(settle(clash.merge, keep), clash.card)
    if (!outcome.ok && outcome.faults[0]) notifications.show({ message: errorTextOf(outcome.faults[0]), color: 'red' })
  }

  const errorTextOf = (fault: FaultBody) => fault.text ?? t('faults.invalid')

  /** Runs a transition. A fault in a field of its dialog returns there, any other is explained. */
  async function run(
    action: Action,
    cells: Cells,
    comment: string,
    base: Card = card,
    more?: Insist | Proof,
  ): Promise<Outcome> {
    if (busy.current) return elsewhere
    busy.current = true
    setRunning(action.key)
    const values = base.row.values as Cells
    const parcel = parcelOf(type.fields, { ...values, ...cells }, values)
    const { vote } = action
    // A signature is about what its step covers: what else changed meanwhile is no reason to refuse it.
    const seen =
      vote?.sign && askedFields(action).length === 0
        ? { hash: vote.hash, round: vote.round }
        : { revision: base.revision }
    const body = { fields: parcel.fields, comment, ...seen, ...more }
    try {
      const key = intent.current.keyFor([action.key, body], parcel.files)
      const saved = await upload<Saved>('post', `${home}/${action.key}`, body, { key, files: parcel.files })
      notifications.show({ message: t('record.done', { action: action.title.replace(/…$/, '') }), color: 'green' })
      return done(saved)
    } catch (error) {
      if (!isFault(error) || error.status === 0 || error.status >= 500) {
        notifications.show({ message: errorText(error, t), color: 'red', autoClose: 8000 })
        return elsewhere
      }
      const again: Twin['again'] = more =>
        run(action, cells, comment, base, { ...more, comment: [comment, more.comment].filter(Boolean).join('. ') })
      if (warned(error.body, again)) return elsewhere
      const told = error.body.fields?.length ? error.body.fields : [error.body]
      const faults = told.map(fault => (vote?.sign && unsigned.has(fault.code) ? { ...fault, field: 'pin' } : fault))
      const asked = new Set([...action.asks.fields, ...action.asks.required, 'comment', ...(vote?.sign ? ['pin'] : [])])
      if (faults.every(fault => fault.field && asked.has(fault.field.split('.', 1)[0] ?? '')))
        return { ok: false, faults }
      const now = await fresh().catch(() => null)
      const stillAllowed = now?.actions.some(other => other.key === action.key && other.allowed)
      // Somebody changed the record while the dialog was open: what was typed stays, the next press goes with the new state.
      if (error.status === 409 && stillAllowed && asks(action)) {
        return { ok: false, faults: [{ ...error.body, text: t('record.refusedStale') }], card: now ?? undefined }
      }
      setRefused({ action, faults, stale: error.status === 409, card: now })
      return elsewhere
    } finally {
      busy.current = false
      setRunning(null)
    }
  }

  return {
    own,
    running,
    clash,
    refused,
    twin,
    saveCells,
    run,
    insist,
    dropTwin: () => setTwin(null),
    settleClash,
    dropClash: () => setClash(null),
    dropRefused: () => setRefused(null),
  }
}

export type RecordHand = ReturnType<typeof useRecord>
