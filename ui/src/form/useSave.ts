import { notifications } from '@mantine/notifications'
import { useNavigate } from '@tanstack/react-router'
import { type RefObject, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api } from '../api/client'
import { errorText, isFault, isNoAnswer } from '../api/fault'
import { useMeta, useSaved } from '../api/hooks'
import type { Card, FaultBody, FieldMeta, Saved, TypeMeta } from '../api/types'
import { type Cells, isTyped } from '../fields/cell'
import { drop, keep, type Parcel } from '../queue/store'
import { type Merge, mergeEdits, settle } from '../record/conflict'
import { type Insist, warningIn } from '../record/twin'
import type { LiveForm } from './live'
import { Intent, parcelOf } from './send'
import { upload } from './upload'
import type { DraftKeeper } from './useDraft'

interface Save {
  type: TypeMeta
  fields: FieldMeta[]
  id: string | undefined
  card: Card | null
  stored: Cells | null
  live: LiveForm
  draft: DraftKeeper
  summary: RefObject<HTMLDivElement | null>
  onMerged: (stored: Cells) => void
  mends?: Parcel | undefined
}

/** Sends the form: asks first what is wrong, then saves; a second click and a repeat after a lost line save once. */
export function useSave({ type, fields, id, card, stored, live, draft, summary, onMerged, mends }: Save) {
  const { t } = useTranslation()
  const navigate = useNavigate()
  const put = useSaved()
  const { me } = useMeta()
  const [busy, setBusy] = useState(false)
  const [percent, setPercent] = useState<number | null>(null)
  const [merge, setMerge] = useState<{ merge: Merge; card: Card } | null>(null)
  const [twin, setTwin] = useState<FaultBody | null>(null)
  const insist = useRef<Insist | undefined>(undefined)
  const running = useRef(false)
  const finished = useRef(false)
  const intent = useRef(new Intent())
  const base = useRef(card)

  const toSummary = () => requestAnimationFrame(() => summary.current?.focus())

  function packed(cells: Cells, over: Cells | null) {
    const { fields: values, files } = parcelOf(fields, cells, over, live.touched())
    const body = { fields: values, ...(id && { revision: base.current?.revision }), ...insist.current }
    const path = id ? `/${type.slug}/${id}` : `/${type.slug}`
    return { path, body, files, key: intent.current.keyFor([path, body], files) }
  }

  async function save(cells: Cells, over: Cells | null) {
    const { path, body, files, key } = packed(cells, over)
    return upload<Saved>(id ? 'patch' : 'post', path, body, { key, files, onProgress: setPercent })
  }

  /** Without a network a new record waits on the device, under the key of this very attempt. False if it cannot. */
  async function putAside(): Promise<boolean> {
    const { body, files, key } = packed(live.cells(), stored)
    try {
      await keep({ key, user: me.id, at: Date.now(), slug: type.slug, body, files })
    } catch {
      return false
    }
    if (mends && mends.key !== key) await drop(mends)
    finished.current = true
    draft.forget()
    notifications.show({ message: t('queue.kept'), color: 'blue' })
    void navigate({ to: '/queue', replace: true })
    return true
  }

  function finish(saved: Saved) {
    finished.current = true
    intent.current.done()
    draft.forget()
    if (mends) void drop(mends)
    put(type.slug, saved)
    notifications.show({
      message: id ? t('form.saved') : t('form.created', { title: saved.card.number || saved.card.title }),
      color: 'green',
    })
    void navigate({ to: '/t/$slug/$id', params: { slug: type.slug, id: saved.id }, replace: true })
  }

  async function refused(error: unknown) {
    const warning = isFault(error) && warningIn(error.body)
    if (warning) return setTwin(warning)
    if (!id && isNoAnswer(error) && (await putAside())) return
    if (isFault(error) && error.status === 409 && id && base.current) {
      const now = await api.get<Card>(`/card/${type.slug}/${id}`)
      if (now.revision === base.current.revision) return explain(error) // a conflict of another kind: a taken key, a limit
      const found = mergeEdits(base.current.row.values, now.row.values, typedOf(fields, live.cells()))
      base.current = now
      if (found.clashes.length > 0) return setMerge({ merge: found, card: now })
      return run(async () =>
        finish(await save({ ...(now.row.values as Cells), ...found.send }, now.row.values as Cells)),
      )
    }
    explain(error)
  }

  function explain(error: unknown): void {
    if (
      isFault(error) &&
      (error.body.kind === 'invalid' || error.body.kind === 'conflict' || error.body.kind === 'denied')
    ) {
      live.refuse([error.body])
      toSummary()
      return
    }
    notifications.show({ message: errorText(error, t), color: 'red', autoClose: 8000 })
  }

  async function run(work: () => Promise<void>) {
    try {
      await work()
    } catch (error) {
      await refused(error)
    }
  }

  async function send() {
    if (running.current || finished.current) return
    running.current = true
    setBusy(true)
    draft.keep()
    setTwin(null)
    await run(async () => {
      if (await live.ready()) finish(await save(live.cells(), stored))
      else toSummary()
    })
    running.current = false
    setBusy(false)
    setPercent(null)
  }

  return {
    busy,
    percent,
    merge,
    twin,
    dropTwin: () => setTwin(null),
    /** Saves in spite of a warning: the reason goes into the history. */
    insist: async (comment: string) => {
      insist.current = { force: true, comment }
      await send()
      insist.current = undefined
    },
    send: () => void send(),
    finished: () => finished.current,
    dropMerge: () => setMerge(null),
    settle: (keep: ReadonlySet<string>) => {
      if (!merge) return
      const settled = { ...(merge.card.row.values as Cells), ...settle(merge.merge, keep) }
      setMerge(null)
      onMerged(merge.card.row.values as Cells)
      live.replace(settled)
      void run(async () => finish(await save(settled, merge.card.row.values as Cells)))
    },
  }
}

/** Computed cells are nobody's edits. */
const typedOf = (fields: FieldMeta[], cells: Cells): Cells =>
  Object.fromEntries(fields.filter(isTyped).map(field => [field.key, cells[field.key] ?? null]))
