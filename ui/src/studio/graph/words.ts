import type { TFunction } from 'i18next'
import { type Config, names, object, type TypeFile, titleOf } from '../doc/config'
import type { Json } from '../doc/json'
import { rolesOf } from '../doc/names'
import { peopleFor } from '../panel/people'

/** Somebody that `who` names, as people say it; code is what is written where there are no words for it. */
export interface Named {
  text: string
  code: boolean
}

export function whoInWords(
  config: Config,
  pack: string,
  type: TypeFile | undefined,
  who: Json | undefined,
  t: TFunction,
) {
  const known = new Map(peopleFor(config, pack, type, t).map(one => [one.value, one.label]))
  const fields = object(object(type?.whole.data).properties)
  const field = (key: string): string | undefined => (fields[key] ? titleOf(fields[key], key) : undefined)
  const called = (expr: string): string | undefined => {
    const [, role = '', unit = ''] = /^role\('([\w/]+)',\s*(\w+)\)$/.exec(expr) ?? []
    const title = rolesOf(config, pack).find(r => r.value === role)?.title
    const where = field(unit)
    if (title && where) return t('studioGraph.who.inUnit', { role: title, unit: where })
    return field(expr)
  }
  return names(who).map<Named>(expr => {
    const text = known.get(expr) ?? called(expr)
    return text === undefined ? { text: expr, code: true } : { text, code: false }
  })
}
