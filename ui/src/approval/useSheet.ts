import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useCallback } from 'react'
import { api } from '../api/client'
import { useSaved } from '../api/hooks'
import { keys } from '../api/keys'
import type { Ballot, Sheet } from '../api/process'
import type { Card, Saved, TypeMeta } from '../api/types'
import { useAgain } from '../record/useAgain'

/** The approval sheet of a record. It is read again whenever the card is: votes move it without a new revision. */
export function useSheet(type: TypeMeta, card: Card) {
  const client = useQueryClient()
  const id = card.row.id
  const queryKey = keys.sheet(type.slug, id)
  const sheet = useQuery({
    queryKey,
    queryFn: ({ signal }) => api.get<Sheet>(`/approvals/${type.slug}/${id}`, {}, signal),
  })
  const again = useCallback(
    () => void client.invalidateQueries({ queryKey: keys.sheet(type.slug, id) }),
    [client, type.slug, id],
  )
  useAgain(card, again)
  return sheet
}

/** Does something with a round; the answer carries the new card. */
export function useBallot(type: TypeMeta, id: string) {
  const put = useSaved()
  return useCallback(
    async (route: string, body: Ballot, key: string): Promise<void> => {
      const saved = await api.post<Saved>(`/${type.slug}/${id}/approvals/${encodeURIComponent(route)}`, body, { key })
      await put(type.slug, saved)
    },
    [put, type.slug, id],
  )
}
