import { useQueryClient } from '@tanstack/react-query'
import { useCallback, useState } from 'react'
import { api } from '../api/client'
import { errorText } from '../api/fault'
import { actionsQuery } from '../api/hooks'
import { keys } from '../api/keys'
import type { Card, FieldMeta, Refs, Row, TypeMeta } from '../api/types'
import { useTranslation } from '../i18n'
import { notify } from '../lib/notify'
import { isState, judge, judgePicked, type Offer, offersOf, type Verdict } from './offers'

/** A card on its way: asked about, then judged by what the server offers. */
export interface Move {
  row: Row
  refs: Refs
  to: string
  judged?: { card: Card; verdict: Verdict }
}

/** Asks the server where cards may go, and takes them there. */
export function useMoves(type: TypeMeta, field: FieldMeta) {
  const { t } = useTranslation()
  const client = useQueryClient()
  const [move, setMove] = useState<Move | null>(null)
  const closed = t('board.closedField', { field: field.title })

  const cardOf = useCallback(
    (row: Row) =>
      client.fetchQuery({
        queryKey: keys.card(type.slug, row.id),
        queryFn: () => api.get<Card>(`/card/${encodeURIComponent(type.slug)}/${row.id}`),
        staleTime: 0,
      }),
    [client, type.slug],
  )

  /** The ways of a card: its buttons, or where the columns are a field, what may be done with the field. */
  const offers = useCallback(
    async (row: Row): Promise<Offer[]> => {
      const answer = isState(type, field)
        ? await client.fetchQuery({ ...actionsQuery(type.slug, row.id), staleTime: 0 })
        : await cardOf(row)
      return offersOf(type, field, row, answer, closed)
    },
    [client, type, field, cardOf, closed],
  )

  /** Takes a card to a column, by the way that was picked if one was. */
  const start = useCallback(
    async (row: Row, refs: Refs, to: string, picked?: string) => {
      setMove({ row, refs, to })
      try {
        const card = await cardOf(row)
        const offered = offersOf(type, field, card.row, card, closed)
        const verdict = picked === undefined ? judge(offered, to) : judgePicked(offered, picked, to)
        setMove({ row, refs, to, judged: { card, verdict } })
      } catch (error) {
        setMove(null)
        notify({ color: 'red', message: errorText(error, t) })
      }
    },
    [cardOf, type, field, closed, t],
  )

  /** The card stands where it belongs before it is let go. */
  const end = useCallback(
    async (moved: boolean) => {
      if (moved) {
        const again = [keys.list(type.slug), keys.count(type.slug)]
        await Promise.all(again.map(queryKey => client.invalidateQueries({ queryKey }, { cancelRefetch: false })))
      }
      setMove(null)
    },
    [client, type.slug],
  )
  return { move, offers, start, end }
}
