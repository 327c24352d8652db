import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { api } from '../../api/client'
import { names, object, type TypeFile } from '../doc/config'
import { merge } from '../doc/edit'
import type { Json, JsonObject } from '../doc/json'
import { usePlaced } from '../panel/place'
import { useConfig, useStudio } from '../shell/context'
import type { Board, Found } from './board'
import type { Kind } from './edits'
import { readLife } from './life'
import { shapeOf } from './shape'
import { useChosen } from './useChosen'

/** Reads the life cycle of a type with what is wrong with it and how many records live in it. */
export function useLife(type: TypeFile): Board {
  const config = useConfig()
  const { live } = useStudio()
  const [chosen, choose] = useChosen(type.file)
  const base = useMemo(
    () =>
      object(
        names(type.own.extends)
          .map(b => config.type(b, type.pack)?.whole)
          .reduce<Json | undefined>((all, one) => merge(all, one), undefined),
      ),
    [config, type],
  )
  const life = useMemo(() => readLife(type.whole), [type])
  const shape = useMemo(() => shapeOf(life), [life])
  const found = useFound(type.file)
  const counts = useCounts(type.ref, type.file in live.files)
  return useMemo(
    () => ({ file: type.file, type, base: base as JsonObject, life, shape, chosen, choose, found, counts }),
    [type, base, life, shape, chosen, choose, found, counts],
  )
}

const nothing: Found = { errors: 0, warnings: 0, own: [] }

function useFound(file: string): (kind: Kind, key: string) => Found {
  const placed = usePlaced(file)
  return useMemo(() => {
    const by = new Map<string, Found>()
    for (const { path, problem } of placed) {
      const [top, part, key] = path.map(String)
      if (top !== 'lifecycle' || key === undefined) continue
      const before = by.get(`${part} ${key}`) ?? nothing
      by.set(`${part} ${key}`, {
        errors: before.errors + (problem.severity === 'error' ? 1 : 0),
        warnings: before.warnings + (problem.severity === 'warning' ? 1 : 0),
        own: path.length === 3 ? [...before.own, problem] : before.own,
      })
    }
    return (kind, key) => by.get(`${kind}s ${key}`) ?? nothing
  }, [placed])
}

const fresh = 60_000

function useCounts(ref: string, inForce: boolean): Record<string, number> | null {
  const { data } = useQuery({
    queryKey: ['studio', 'counts', ref],
    queryFn: () => api.get<{ states: Record<string, number> | null }>('/config/counts', { type: ref }),
    enabled: inForce,
    staleTime: fresh,
    retry: false,
  })
  return data?.states ?? null
}
