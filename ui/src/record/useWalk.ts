import { type InfiniteData, useQueryClient } from '@tanstack/react-query'
import { useMemo } from 'react'
import { keys } from '../api/keys'
import type { ListAnswer } from '../api/types'
import { type Walk, walkOf } from './walk'

/** Where this record stands in the list it was opened from. */
export function useWalk(slug: string, id: string): Walk | null {
  const client = useQueryClient()
  return useMemo(() => {
    const lists = client.getQueryCache().findAll({ queryKey: keys.list(slug) })
    return walkOf(
      lists.map(query => ({
        updated: query.state.dataUpdatedAt,
        data: query.state.data as InfiniteData<ListAnswer> | undefined,
      })),
      id,
    )
  }, [client, slug, id])
}
