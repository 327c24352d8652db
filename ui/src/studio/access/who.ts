import type { TFunction } from 'i18next'
import { type Config, object, type TypeFile, titleOf } from '../doc/config'
import { peopleFor } from '../panel/people'
import { roleIn } from './grants'

const call = /^(role|head|members)\((.+)\)$/
const field = /^[a-z][a-z0-9_]*$/

/** A people expression as people call it, as far as it is a usual one: «Координатор: Подразделение». */
export function whoSaid(expr: string, config: Config, type: TypeFile, t: TFunction): string {
  const known = peopleFor(config, type.pack, type, t).find(one => one.value === expr)
  if (known) return known.label
  const title = (key: string) => titleOf(object(object(type.whole.data).properties)[key], key)
  if (field.test(expr)) return title(expr)
  const [, what, inside = ''] = call.exec(expr) ?? []
  if (what === 'role') {
    const role = roleIn(expr, config, type.pack)
    const unit = /,\s*([a-z][a-z0-9_]*)\s*$/.exec(inside)?.[1]
    const name =
      role &&
      titleOf(object(config.pack(role.slice(0, role.indexOf('/')))?.own.roles)[role.slice(role.indexOf('/') + 1)], role)
    if (name && !inside.includes(',')) return t('studioAccess.whoRole', { role: name })
    if (name && unit) return t('studioAccess.whoRoleIn', { role: name, unit: title(unit) })
  }
  if ((what === 'head' || what === 'members') && field.test(inside))
    return t(`studioAccess.whoOf.${what}`, { unit: title(inside) })
  return expr
}
