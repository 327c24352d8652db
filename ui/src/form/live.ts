import { useCallback, useEffect, useMemo, useRef, useState } from 'react'
import { type Control, type FieldValues, useForm } from 'react-hook-form'
import { api } from '../api/client'
import { isNoAnswer } from '../api/fault'
import type { FaultBody, FieldMeta, FormAnswer, Refs, TypeMeta } from '../api/types'
import { queries } from '../app/queries'
import { type Cell, type Cells, isTyped } from '../fields/cell'
import { isWarning } from '../record/twin'
import { draftOf, faultsByPath, type LiveState, mergeAnswer, rootOf, shownFaults, stateOf } from './answer'
import { afterPress } from './press'

const WAIT_MS = 250

interface Start {
  type: TypeMeta
  /** Fields of this form; a dialog has few of them. */
  fields: FieldMeta[]
  id?: string | undefined
  transition?: string | undefined
  cells: Cells
  /** The stored record: only differences from it are sent. */
  stored: Cells | null
  refs: Refs
  onChange?: () => void
  /** Who answers instead of the configuration in force; null: nothing to say for now. */
  ask?: (body: object, signal: AbortSignal) => Promise<FormAnswer | null>
}

export interface LiveForm {
  /** The record and the transition that the form is about. */
  about: { id?: string | undefined; transition?: string | undefined }
  control: Control<FieldValues>
  refs: Refs
  stateOf: (field: FieldMeta) => LiveState
  titleOf: (key: string) => string
  /** Messages to show now, by path. */
  faults: Record<string, FaultBody>
  attempted: boolean
  /** The server has answered at least once. */
  known: boolean
  cells: () => Cells
  /** Fields that the person has changed. */
  touched: () => ReadonlySet<string>
  set: (key: string, cell: Cell) => void
  enter: (key: string) => void
  leave: (key: string) => void
  replace: (cells: Cells) => void
  /** Asks about the present content and shows every fault; true when there is none. */
  ready: () => Promise<boolean>
  /** Faults of a refused save land in the same places. */
  refuse: (faults: FaultBody[]) => void
}

/**
 * A form that asks the server what it should look like after each change. Only the latest answer counts;
 * the browser decides nothing about rights, formulas or requirements.
 */
export function useLiveForm(start: Start): LiveForm {
  const { type, fields, id, transition, stored, ask: other } = start
  const form = useForm<FieldValues>({ defaultValues: { ...start.cells, ...blank(fields, start.cells) } })
  const [answer, setAnswer] = useState<FormAnswer | null>(null)
  const [sent, setSent] = useState<Record<string, FaultBody>>({})
  const [left, setLeft] = useState<ReadonlySet<string>>(new Set())
  const [typing, setTyping] = useState<string | null>(null)
  const [shownWhenEntered, setShown] = useState<ReadonlySet<string>>(new Set())
  const [attempted, setAttempted] = useState(false)
  const [refs, setRefs] = useState(start.refs)
  const touched = useRef(new Set<string>())
  const hidden = useRef(new Set<string>())
  const call = useRef<{ timer?: ReturnType<typeof setTimeout>; abort?: AbortController; stale: boolean }>({
    stale: true,
  })
  const changed = useRef(start.onChange)
  changed.current = start.onChange

  const ask = useCallback(async (): Promise<FormAnswer | null> => {
    clearTimeout(call.current.timer)
    call.current.abort?.abort()
    const abort = new AbortController()
    call.current = { abort, stale: false }
    const asked = { ...form.getValues() } as Cells
    const isBlank = !id && !transition && !other
    const body = {
      id,
      transition,
      values: draftOf(fields, asked, stored, touched.current),
      touched: [...touched.current],
    }
    try {
      const got = other
        ? await other(body, abort.signal)
        : await api.post<FormAnswer>(`/forms/${type.slug}`, body, { signal: abort.signal })
      if (abort.signal.aborted || !got) return null
      const now = form.getValues() as Cells
      const merged = mergeAnswer(fields, now, asked, got)
      for (const field of fields) {
        if (merged[field.key] !== now[field.key]) form.setValue(field.key, merged[field.key])
      }
      for (const [key, state] of Object.entries(got.fields)) if (!state.visible) hidden.current.add(key)
      if (isBlank) keepBlank(type.slug, got)
      setAnswer(got)
      setRefs(old => ({ ...old, ...got.refs }))
      return got
    } catch (error) {
      if (abort.signal.aborted) return null
      call.current.stale = true
      if (isBlank && isNoAnswer(error)) setAnswer(old => old ?? blankOf(type.slug))
      throw error
    }
  }, [form, fields, id, transition, stored, type.slug, other])

  // What is known stays on the screen when an answer does not come; the next change asks again.
  const askQuietly = useCallback(() => void ask().catch(() => undefined), [ask])

  useEffect(() => {
    askQuietly()
    const state = call
    return () => {
      clearTimeout(state.current.timer)
      state.current.abort?.abort()
    }
  }, [askQuietly])

  const set = useCallback(
    (key: string, cell: Cell) => {
      form.setValue(key, cell)
      touched.current.add(key)
      setSent(old => (Object.keys(old).some(path => rootOf(path) === key) ? without(old, key) : old))
      call.current.stale = true
      clearTimeout(call.current.timer)
      call.current.timer = setTimeout(askQuietly, WAIT_MS)
      changed.current?.()
    },
    [form, askQuietly],
  )

  const all = useMemo(() => ({ ...faultsByPath(answer?.errors ?? []), ...sent }), [answer, sent])
  const faults = useMemo(
    () => shownFaults(all, { left, typing, attempted, shown: shownWhenEntered }),
    [all, left, typing, attempted, shownWhenEntered],
  )

  return {
    about: { id, transition },
    control: form.control,
    refs,
    stateOf: field => ({ ...stateOf(field, answer?.fields), appeared: hidden.current.has(field.key) }),
    titleOf: key => type.fields.find(field => field.key === key)?.title ?? key,
    faults,
    attempted,
    known: answer !== null,
    cells: () => form.getValues() as Cells,
    touched: () => touched.current,
    set,
    enter: key => {
      setTyping(key)
      setShown(new Set(Object.keys(faults)))
    },
    leave: key =>
      afterPress(() => {
        setTyping(now => (now === key ? null : now))
        setLeft(old => (old.has(key) ? old : new Set(old).add(key)))
        if (call.current.stale) askQuietly()
      }),
    replace: cells => {
      form.reset(blank(fields, cells))
      for (const key of Object.keys(cells)) touched.current.add(key)
      askQuietly()
    },
    ready: async () => {
      setTyping(null)
      setAttempted(true)
      // What the last save was refused for may be gone; if not, the server will say so again.
      setSent({})
      const current = call.current.stale ? null : answer
      const got = current ?? (await ask())
      return faultCount(got) === 0
    },
    refuse: list => {
      setAttempted(true)
      setSent(faultsByPath(list))
    },
  }
}

/** Every field has a value, if only null: a control must not change its nature when the first letter is typed. */
export function blank(fields: FieldMeta[], cells: Cells): Cells {
  return Object.fromEntries(
    fields.map(field => [field.key, cells[field.key] ?? (isTyped(field) && field.many ? [] : null)]),
  )
}

/** How the form of a new record looked last, for when there is no network; what was wrong with it then is not told. */
function keepBlank(slug: string, { fields }: FormAnswer): void {
  queries.setQueryDefaults(['blank'], { gcTime: Number.POSITIVE_INFINITY })
  queries.setQueryData(['blank', slug], fields)
}

function blankOf(slug: string): FormAnswer | null {
  const fields = queries.getQueryData<FormAnswer['fields']>(['blank', slug])
  return fields ? { fields, values: {}, errors: [], refs: {} } : null
}

/** Warnings do not count: the server asks about them when the form is sent. */
const faultCount = (answer: FormAnswer | null) =>
  Object.values(faultsByPath(answer?.errors ?? [])).filter(fault => !isWarning(fault)).length

const without = (faults: Record<string, FaultBody>, key: string) =>
  Object.fromEntries(Object.entries(faults).filter(([path]) => rootOf(path) !== key))
