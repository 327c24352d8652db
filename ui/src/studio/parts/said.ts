import type { TFunction } from 'i18next'
import { type Config, names, type TypeFile } from '../doc/config'
import type { Json } from '../doc/json'
import { personSaid } from '../panel/people'

/** Somebody whom `who` names; code is what is written where there are no words for it. */
export interface Said {
  text: string
  code: boolean
}

/** People expressions as people call them. */
export const peopleSaid = (
  who: Json | undefined,
  config: Config,
  pack: string,
  type: TypeFile | undefined,
  t: TFunction,
): Said[] =>
  names(who).map(expr => {
    const text = personSaid(expr, config, pack, type, t)
    return text === undefined ? { text: expr, code: true } : { text, code: false }
  })

const spanUnits = ['mo', 'wd', 'wh', 'wm', 'd', 'h', 'm'] as const

/** A span as it is written (8wh, 2wd) in words; a formula stays. */
export function spanSaid(value: Json | undefined, t: TFunction): string {
  if (typeof value !== 'string') return ''
  const [, count = '', unit = ''] = /^(\d+)(mo|wd|wh|wm|d|h|m)$/.exec(value) ?? []
  const known = spanUnits.find(u => u === unit)
  return known ? t(`studio.spans.${known}`, { count: Number(count) }) : value
}
