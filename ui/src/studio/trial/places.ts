import { type Config, fileOf, type TypeFile } from '../doc/config'
import type { Path } from '../doc/json'
import type { Use } from './types'

/** Where in a type's file each kind of thing is declared. */
const pathIn: Partial<Record<Use['kind'], (key: string) => Path>> = {
  type: () => [],
  state: key => ['lifecycle', 'states', key],
  transition: key => ['lifecycle', 'transitions', key],
  field: key => ['data', 'properties', key],
  timer: key => ['timers', key],
  clock: key => ['sla', key],
  step: key => {
    const [route = '', step = ''] = key.split('.')
    return ['approvals', route, 'steps', step]
  },
}

/** The place of the configuration at which something that is used, or not, is declared. null where none can be told. */
export function placeOfUse(
  use: Pick<Use, 'kind' | 'key'>,
  type: TypeFile | undefined,
): { file: string; path: Path } | null {
  const [pack = '', name = ''] = use.key.split('/')
  if (use.kind === 'role') return { file: fileOf.pack(pack), path: ['roles', name] }
  if (use.kind === 'notification') return { file: fileOf.notify(pack), path: ['messages', name] }
  const path = pathIn[use.kind]?.(use.key)
  return type && path ? { file: type.file, path } : null
}

/** What is not used, under the title of its pack and type. */
export interface Group {
  pack: string
  title: string
  type?: TypeFile
  uses: Use[]
}

/** Uses by pack, then by type; roles and messages stand with their pack. refs: slug → pack/type. */
export function grouped(items: Use[], config: Config, refs: Map<string, string>): Group[] {
  const groups = new Map<string, Group>()
  for (const use of items) {
    const ref = use.type === undefined ? undefined : refs.get(use.type)
    const type = ref === undefined ? undefined : config.type(ref, '')
    const pack = type?.pack ?? use.key.split('/')[0] ?? ''
    const key = type?.ref ?? (use.type === undefined ? pack : use.type)
    const title = type?.title ?? (use.type === undefined ? (config.pack(pack)?.title ?? pack) : use.type)
    const group = groups.get(key) ?? { pack, title, type, uses: [] }
    group.uses.push(use)
    groups.set(key, group)
  }
  const order = config.packs.map(p => p.key)
  return [...groups.values()].sort((a, b) => order.indexOf(a.pack) - order.indexOf(b.pack))
}

/** Addresses of types, which the server names things by: slug → pack/type. Most follow from the key. */
export const refsOf = (config: Config, types: { key: string; slug: string }[]): Map<string, string> =>
  new Map([
    ...config.allTypes().map(x => [`${x.pack}_${x.key}`, x.ref] as const),
    ...types.map(x => [x.slug, x.key] as const),
  ])
