import type { Setting, SettingsAnswer } from '../api/types'

/** Parameters under their packs, in the order of the server. */
export function byPack(settings: Setting[]): { key: string; title: string; settings: Setting[] }[] {
  const packs = new Map<string, { key: string; title: string; settings: Setting[] }>()
  for (const setting of settings) {
    const { key, title } = setting.pack
    const pack = packs.get(key) ?? { key, title, settings: [] }
    pack.settings.push(setting)
    packs.set(key, pack)
  }
  return [...packs.values()]
}

/** What is known, with what the server has just told. */
export function merged(old: SettingsAnswer | undefined, fresh: SettingsAnswer): SettingsAnswer {
  if (!old) return fresh
  const told = new Map(fresh.settings.map(s => [s.key, s]))
  return { ...old, settings: old.settings.map(s => told.get(s.key) ?? s), refs: { ...old.refs, ...fresh.refs } }
}
