import type { TFunction } from 'i18next'
import { useTranslation } from '../../i18n'
import { names, object, type TypeFile, text } from '../doc/config'
import type { Json, Path } from '../doc/json'
import { fieldsOf, type Named } from '../doc/names'
import { personSaid } from '../panel/people'
import { inWhole } from '../panel/place'
import { useConfig } from '../shell/context'
import { readPlace } from './place'
import type { RuleAt } from './types'

export interface RuleSaid {
  path: Path
  name: string // «Правило доступа parties»
  from: string // the type that says so, where it is another; ''
  who: string
  when: string
  closes: boolean // of a deny: hides nothing, only keeps from being changed
  isForeign: boolean // another file adds it to the type: it is changed there
}

/** Keys of a line of the matrix by their titles: «Метки, Связанные заявки». */
export const keysSaid = (keys: string, list: Named[], t: TFunction): string =>
  keys
    .split(/\s+/)
    .map(key =>
      key === '*' || key === '@all' ? t('studioAccess.all') : (list.find(n => n.value === key)?.title ?? key),
    )
    .join(', ')

/** Says a declaration of rights in the words of whoever wrote the configuration. */
export function useRule(type: TypeFile): (rule: RuleAt) => RuleSaid {
  const { t } = useTranslation()
  const config = useConfig()
  function nameOf(rule: RuleAt, path: Path): string {
    if (rule.what !== 'edit')
      return t(`studioAccess.rules.${rule.what}`, { name: rule.title || rule.key || String(path.at(-1) ?? '') })
    return t('studioAccess.rules.edit', {
      fields: keysSaid(String(path[1] ?? ''), fieldsOf(type), t),
    })
  }

  return rule => {
    const path = rule.what === 'author' ? [] : readPlace(rule.path ?? '')
    const decl: Json | undefined = inWhole(type.whole, path)
    const written = rule.what === 'edit' ? decl : object(decl).who
    const people = names(written).map(expr => personSaid(expr, config, type.pack, type, t) ?? expr)
    const source = config.allTypes().find(other => other.file === rule.file)
    return {
      path,
      name: nameOf(rule, path),
      from: source && source.file !== type.file ? source.title : '',
      who: people.length > 0 ? people.join(', ') : (rule.who ?? ''),
      when: rule.when ?? '',
      closes: text(object(decl).level) === 'edit',
      isForeign: source ? names(source.own.augments).length > 0 : false,
    }
  }
}
