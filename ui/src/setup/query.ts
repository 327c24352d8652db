import { api } from '../api/client'
import { keys } from '../api/keys'

export interface SetupPack {
  key: string
  title: string
  about: string
  requires: string[]
}

/** What a stranger may know: whether the server waits for its first person, and the ways to sign in. */
export interface SetupAnswer {
  needed: boolean
  packs: SetupPack[]
  oidc: { name: string; title: string }[]
  mail: boolean // a letter with a new password can be asked for
}

export const setupQuery = {
  queryKey: keys.setup,
  queryFn: () => api.get<SetupAnswer>('/setup'),
  staleTime: Number.POSITIVE_INFINITY,
}

/** The chosen packs with all that they need, and theirs. */
export function withRequired(chosen: string[], packs: SetupPack[]): string[] {
  const byKey = new Map(packs.map(p => [p.key, p]))
  const all = new Set<string>()
  const add = (key: string) => {
    if (all.has(key)) return
    all.add(key)
    for (const need of byKey.get(key)?.requires ?? []) add(need)
  }
  for (const key of chosen) add(key)
  return packs.map(p => p.key).filter(key => all.has(key))
}
