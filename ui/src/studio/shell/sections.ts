import { type ComponentType, lazy } from 'react'
import { withWords } from '../../i18n'
import type { Path } from '../doc/json'

export interface SectionProps {
  pack: string
  type: string // '' for a section of the pack
}

type Section = ComponentType<SectionProps>
interface Declared {
  key: string
  parts: string[] // words of a declaration whose problems belong here
  view: ReturnType<typeof lazy<Section>>
}

const generic = () => import('../sections/Generic')

/** What of a type is designed where. Problems are counted at the first section that names their word. */
export const typeSections = [
  {
    key: 'form',
    parts: ['data', 'sections', 'groups'],
    view: lazy(withWords(() => import('../form/FormSection'), 'studioForm', 'record')),
  },
  { key: 'graph', parts: ['lifecycle'], view: lazy(withWords(() => import('../graph/GraphSection'), 'studioGraph')) },
  {
    key: 'rules',
    parts: ['rules', 'unique'],
    view: lazy(withWords(() => import('../rules/RulesSection'), 'studioRules')),
  },
  {
    key: 'routes',
    parts: ['approvals'],
    view: lazy(withWords(() => import('../routes/RoutesSection'), 'studioRoutes')),
  },
  { key: 'sla', parts: ['sla', 'timers'], view: lazy(withWords(() => import('../routes/SlaSection'), 'studioRoutes')) },
  {
    key: 'access',
    parts: ['access', 'edit', 'deny'],
    view: lazy(withWords(() => import('../access/AccessSection'), 'studioAccess')),
  },
  {
    key: 'facts',
    parts: ['postings', 'ensure'],
    view: lazy(() => generic().then(m => ({ default: m.FactsSection }))),
  },
  { key: 'prints', parts: ['prints'], view: lazy(() => import('../prints/PrintsSection')) },
  { key: 'views', parts: ['views'], view: lazy(() => generic().then(m => ({ default: m.ViewsSection }))) },
  { key: 'more', parts: [], view: lazy(() => generic().then(m => ({ default: m.MoreSection }))) },
] as const satisfies readonly Declared[]

export const packSections = [
  { key: 'types', parts: [], view: lazy(() => import('../sections/TypesSection')) },
  { key: 'registers', parts: [], view: lazy(() => generic().then(m => ({ default: m.RegistersSection }))) },
  { key: 'calendars', parts: [], view: lazy(withWords(() => import('../routes/CalendarsSection'), 'studioRoutes')) },
  { key: 'rulesOf', parts: [], view: lazy(withWords(() => import('../rules/NamedRules'), 'studioRules')) },
  { key: 'numbers', parts: [], view: lazy(() => generic().then(m => ({ default: m.NumbersSection }))) },
  { key: 'notify', parts: [], view: lazy(() => generic().then(m => ({ default: m.NotifySection }))) },
  { key: 'settings', parts: [], view: lazy(() => generic().then(m => ({ default: m.SettingsSection }))) },
  { key: 'roles', parts: [], view: lazy(() => generic().then(m => ({ default: m.RolesSection }))) },
] as const satisfies readonly Declared[]

export type TypeSection = (typeof typeSections)[number]['key']
export type PackSection = (typeof packSections)[number]['key']

/** The section in which something of a type's file is mended. */
export function sectionAt(path: Path): TypeSection {
  const found = typeSections.find(s => (s.parts as readonly string[]).includes(String(path[0])))
  return found?.key ?? 'more'
}

/** The section of a pack in which a file is mended. */
export function sectionOfFile(
  file: string,
):
  | { pack: string; section: PackSection; type?: undefined }
  | { pack: string; type: string; section?: undefined }
  | null {
  const [, pack = '', rest = ''] = /^schemas\/([^/]+)\/(.+)$/.exec(file) ?? []
  const [, ruled = ''] = /^rules\/([^/]+)\//.exec(file) ?? []
  if (ruled) return { pack: ruled, section: 'rulesOf' }
  const type = /^types\/([^/]+)\.json$/.exec(rest)?.[1]
  if (pack && type) return { pack, type }
  const folders: [RegExp, PackSection][] = [
    [/^registers\//, 'registers'],
    [/^calendars\//, 'calendars'],
    [/^numbers\.json/, 'numbers'],
    [/^notify\.json/, 'notify'],
    [/^settings\.json/, 'settings'],
    [/^pack\.json/, 'roles'],
  ]
  const section = folders.find(([pattern]) => pattern.test(rest))?.[1]
  return pack ? { pack, section: section ?? 'types' } : null
}
