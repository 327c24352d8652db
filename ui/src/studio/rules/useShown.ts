import { useTranslation } from '../../i18n'
import { useFormat } from '../../i18n/locale'
import type { Json } from '../doc/json'

const money = /^(-?\d+(?:\.\d+)?) ([A-Z]{3})$/

/** A value of an example as people read it. */
export function useShown(): (value: Json | undefined) => string {
  const { t } = useTranslation()
  const f = useFormat()
  return value => {
    if (value === undefined || value === null) return t('studioRules.cases.empty')
    if (typeof value === 'boolean') return t(value ? 'studioRules.cases.yes' : 'studioRules.cases.no')
    if (typeof value === 'number') return f.decimal(value)
    if (typeof value !== 'string') return JSON.stringify(value)
    const [, sum, currency] = money.exec(value) ?? []
    return sum && currency ? f.money(sum, currency) : value
  }
}
