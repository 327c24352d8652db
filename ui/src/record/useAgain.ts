import { useCallback, useEffect } from 'react'
import { useWork, type WorkEvent } from '../api/realtime'
import type { Card } from '../api/types'

/** Calls back when the card is a new one, and when the server tells that something about its record has happened. */
export function useAgain(card: Card, again: () => void) {
  const { id, type } = card.row
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new card is the reason, its content is not read
  useEffect(again, [again, card])
  useWork(
    useCallback((event: WorkEvent) => void (event.id === id && event.type === type && again()), [id, type, again]),
  )
}
