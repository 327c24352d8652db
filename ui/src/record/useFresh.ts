import { useQueryClient } from '@tanstack/react-query'
import { type RefObject, useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api } from '../api/client'
import { keys } from '../api/keys'
import type { Card, HistoryAnswer, TypeMeta } from '../api/types'
import { stateNow } from './cells'
import { changedFields } from './diff'
import { personOf } from './people'

const SHOWN_MS = 12_000
const NONE: ReadonlySet<string> = new Set()

/** Notices that a colleague has changed the record under the eyes: says who and what, and which cells to tint. */
export function useFresh(type: TypeMeta, card: Card, own: RefObject<number>) {
  const { t } = useTranslation()
  const client = useQueryClient()
  const seen = useRef(card)
  const [note, setNote] = useState<string | null>(null)
  const [cells, setCells] = useState<ReadonlySet<string>>(NONE)

  useEffect(() => {
    const before = seen.current
    seen.current = card
    if (before.revision === card.revision || before.row.id !== card.row.id || own.current === card.revision) return
    const changed = changedFields(type, before.row.values, card.row.values)
    const state = stateNow(card)
    const moved = state && stateNow(before)?.state !== state.state
    const what = [
      moved ? t('record.freshState', { state: state.title }) : '',
      changed.length > 0
        ? t('record.freshFields', {
            count: changed.length,
            names: changed
              .slice(0, 4)
              .map(f => `«${f.title}»`)
              .join(', '),
          })
        : '',
    ].filter(Boolean)
    setCells(new Set(changed.map(field => field.key)))
    void api
      .get<HistoryAnswer>(`/history/${type.slug}/${card.row.id}`)
      .then(history => personOf(history.events[0]?.by, history.refs)?.title ?? '')
      .catch(() => '')
      .then(who =>
        setNote(
          who && what.length > 0
            ? t('record.fresh', { who, what: what.join('; ') })
            : what.join('; ') || t('record.freshSomebody'),
        ),
      )
    void client.invalidateQueries({ queryKey: keys.history(type.slug, card.row.id) })
  }, [card, type, own, t, client])

  useEffect(() => {
    if (note === null) return
    const timer = setTimeout(() => {
      setNote(null)
      setCells(NONE)
    }, SHOWN_MS)
    return () => clearTimeout(timer)
  }, [note])

  return { note, cells, close: () => setNote(null) }
}
