import type { TFunction } from 'i18next'
import { type Config, object, type TypeFile, text, titleOf } from '../doc/config'
import type { Json } from '../doc/json'
import { rolesOf } from '../doc/names'

export interface Somebody {
  value: string // people expression
  label: string
}

/** Whom an expression of this type may name without being written by hand. */
export function peopleFor(config: Config, pack: string, type: TypeFile | undefined, t: TFunction): Somebody[] {
  const fields = Object.entries(object(object(type?.whole.data).properties))
  const persons = fields.filter(([, f]) => pointsTo(config, type, f) === 'person')
  const units = fields.filter(([, f]) => pointsTo(config, type, f) === 'unit')
  return [
    { value: 'author', label: t('studio.people.author') },
    ...persons.map(([key, f]) => ({ value: key, label: t('studio.people.field', { title: titleOf(f, key) }) })),
    ...units.map(([key, f]) => ({ value: `head(${key})`, label: t('studio.people.head', { title: titleOf(f, key) }) })),
    ...superiors(config, t),
    ...units.map(([key, f]) => ({
      value: `members(${key})`,
      label: t('studio.people.members', { title: titleOf(f, key) }),
    })),
    ...rolesOf(config, pack).map(r => ({
      value: `role('${r.value}')`,
      label: t('studio.people.role', { title: r.title }),
    })),
    { value: 'system', label: t('studio.people.system') },
  ]
}

/** Who is above the author, as far as the directory of people tells. */
function superiors(config: Config, t: TFunction): Somebody[] {
  const person = config.allTypes().find(other => other.whole.directory === 'person')
  const fields = object(object(person?.whole.data).properties)
  return [
    ...('department' in fields ? [{ value: 'head(author.department)', label: t('studio.people.authorHead') }] : []),
    ...('manager' in fields ? [{ value: 'author.manager', label: t('studio.people.manager') }] : []),
  ]
}

/** The part that the target of a reference plays in the directory: person, unit; '' for none. */
export function pointsTo(config: Config, type: TypeFile | undefined, field: Json): string {
  const target = text(object(field)['x-ref'])
  return target && type ? text(config.pointedAt(target, type)?.whole.directory) : ''
}

const roleIn = /^role\('([\w/]+)',\s*([a-z][a-z0-9_]*)\)$/

/** One people expression as people call it: «Роль «Координатор»: Подразделение». undefined: there are no words for it. */
export function personSaid(
  expr: string,
  config: Config,
  pack: string,
  type: TypeFile | undefined,
  t: TFunction,
): string | undefined {
  const known = peopleFor(config, pack, type, t).find(one => one.value === expr)
  if (known) return known.label
  const fields = object(object(type?.whole.data).properties)
  if (expr in fields) return titleOf(fields[expr], expr)
  const [, role = '', unit = ''] = roleIn.exec(expr) ?? []
  const name = role.slice(role.lastIndexOf('/') + 1)
  const title = rolesOf(config, pack).find(r => r.value === name)?.title
  if (!title || !(unit in fields)) return undefined
  return t('studio.people.roleIn', { title, unit: titleOf(fields[unit], unit) })
}
