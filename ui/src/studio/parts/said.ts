import type { TFunction } from 'i18next'
import { type Config, names, type TypeFile } from '../doc/config'
import type { Json } from '../doc/json'
import { peopleFor } from '../panel/people'

/** People expressions as people call them: «Роль «Финансист», автор». What has no name stays as it is written. */
export function peopleSaid(
  who: Json | undefined,
  config: Config,
  pack: string,
  type: TypeFile | undefined,
  t: TFunction,
): string[] {
  const known = peopleFor(config, pack, type, t)
  return names(who).map(expr => known.find(k => k.value === expr)?.label ?? expr)
}

const spanUnits = ['mo', 'wd', 'wh', 'wm', 'd', 'h', 'm'] as const

/** A span as it is written (8wh, 2wd) in words; a formula stays. */
export function spanSaid(value: Json | undefined, t: TFunction): string {
  if (typeof value !== 'string') return ''
  const [, count = '', unit = ''] = /^(\d+)(mo|wd|wh|wm|d|h|m)$/.exec(value) ?? []
  const known = spanUnits.find(u => u === unit)
  return known ? t(`studio.spans.${known}`, { count: Number(count) }) : value
}
