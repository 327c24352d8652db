import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { api } from '../../api/client'
import type { ListAnswer, TypeMeta } from '../../api/types'

const shown = 20

const columnsOf = (type: TypeMeta) => [
  ...new Set([...(type.fields.some(f => f.key === 'number') ? ['number'] : []), type.titleField].filter(Boolean)),
]

const recordsQuery = (type: TypeMeta | undefined, which: { q?: string; filter?: string }, limit = shown) => ({
  queryKey: ['studio', 'records', type?.slug, which, limit],
  queryFn: ({ signal }: { signal?: AbortSignal }) =>
    api.get<ListAnswer>(
      `/lists/${type?.slug}`,
      { ...which, columns: type ? columnsOf(type).join(',') : '', limit },
      signal,
    ),
  staleTime: 60_000,
})

/** Records of a type with what they are called: the last, or those that are looked for. */
export function useRecords(type: TypeMeta | undefined, which: { q?: string; filter?: string }, enabled = true) {
  const answer = useQuery({
    ...recordsQuery(type, which),
    enabled: enabled && type !== undefined,
    placeholderData: keepPreviousData,
  })
  const columns = type ? columnsOf(type) : []
  const options = (enabled ? (answer.data?.rows ?? []) : []).map(row => ({
    value: row.id,
    label:
      columns
        .map(column => row.values[column])
        .filter(value => typeof value === 'string' && value !== '')
        .join(' · ') || row.id,
  }))
  return { options, isAnswered: answer.data !== undefined }
}

/** Somebody who holds a role; null when nobody does. */
export async function holderOf(person: TypeMeta, role: string): Promise<string | null> {
  const { queryFn } = recordsQuery(person, { filter: `'${role}' in it.roles` }, 1)
  return (await queryFn({})).rows[0]?.id ?? null
}
