import { keepPreviousData, useQuery, useQueryClient } from '@tanstack/react-query'
import { useCallback, useEffect, useRef, useState } from 'react'
import { api } from '../api/client'
import { keys } from '../api/keys'
import { useWork, type WorkEvent } from '../api/realtime'
import type { FieldMeta } from '../api/types'
import type { Counted, ListParams } from '../list/useList'
import type { Groups } from './lanes'

/** How many cards each column has, in one answer. */
export function useGroups(slug: string, field: FieldMeta, params: ListParams): Groups | undefined {
  const { sort: _, ...rest } = params
  const asked = { ...rest, group: field.key }
  const query = useQuery({
    queryKey: keys.count(slug, asked),
    queryFn: () => api.get<Counted & { groups: Groups }>(`/counts/${encodeURIComponent(slug)}`, asked),
    placeholderData: keepPreviousData,
  })
  return query.data?.groups
}

const gather = 400

/** Reads the board again when others change its records; while something is held, waits. */
export function useBoardNews(slug: string, held: boolean): void {
  const client = useQueryClient()
  const [stale, setStale] = useState(0)
  useWork(useCallback((event: WorkEvent) => event.type === slug && setStale(n => n + 1), [slug]))
  useEffect(() => {
    if (stale === 0 || held) return
    const timer = setTimeout(() => {
      setStale(0)
      client.invalidateQueries({ queryKey: keys.list(slug) })
      client.invalidateQueries({ queryKey: keys.count(slug) })
    }, gather)
    return () => clearTimeout(timer)
  }, [stale, held, client, slug])
}

/** Columns that a person has folded or unfolded on this device; the others follow what is in them. */
export function useFolds(slug: string, field: FieldMeta) {
  const name = `kontora.board.${slug}.${field.key}`
  const [folds, setFolds] = useState<Record<string, boolean>>(() => read(name))
  const fold = useCallback(
    (lane: string, folded: boolean) =>
      setFolds(old => {
        const next = { ...old, [lane]: folded }
        localStorage.setItem(name, JSON.stringify(next))
        return next
      }),
    [name],
  )
  return [folds, fold] as const
}

function read(name: string): Record<string, boolean> {
  try {
    return JSON.parse(localStorage.getItem(name) ?? '{}') ?? {}
  } catch {
    return {}
  }
}

/** A callback for the element that is to be reached by scrolling. */
export function useReached(onReached: () => void, enabled: boolean) {
  const call = useRef(onReached)
  call.current = onReached
  return useCallback(
    (element: HTMLElement | null) => {
      if (!element || !enabled) return
      const observer = new IntersectionObserver(seen => seen.some(s => s.isIntersecting) && call.current(), {
        rootMargin: '240px',
      })
      observer.observe(element)
      return () => observer.disconnect()
    },
    [enabled],
  )
}
