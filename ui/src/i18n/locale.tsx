import { createContext, type ReactNode, useContext, useMemo } from 'react'
import { useNow } from '../lib/now'
import * as format from './format'
import type { Lang } from './index'

type Currencies = format.Locale['currencies']

const Context = createContext<Omit<format.Locale, 'now'>>({
  lang: 'ru',
  zone: Intl.DateTimeFormat().resolvedOptions().timeZone,
  currencies: {},
})

interface Props {
  lang: Lang
  zone: string
  currencies: Currencies
  children: ReactNode
}

/** Gives every screen the reader's language, zone and currencies. */
export function LocaleProvider({ lang, zone, currencies, children }: Props) {
  const value = useMemo(() => ({ lang, zone, currencies }), [lang, zone, currencies])
  return <Context.Provider value={value}>{children}</Context.Provider>
}

/** The present locale; its `now` moves once a minute. */
export function useLocale(): format.Locale {
  const fixed = useContext(Context)
  const now = useNow()
  return useMemo(() => ({ ...fixed, now }), [fixed, now])
}

/** Formatters bound to the reader. */
export function useFormat() {
  const locale = useLocale()
  return useMemo(
    () => ({
      locale,
      decimal: (v: string | number) => format.formatDecimal(v, locale.lang),
      integer: (v: number) => format.formatInteger(v, locale.lang),
      money: (v: string, currency: string, short = false) => format.formatMoney(v, currency, locale, short),
      date: (v: string) => format.formatDate(v, locale),
      fullDate: (v: string) => format.formatFullDate(v, locale),
      day: (v: string) => format.formatDay(v, locale),
      time: (v: string) => format.formatTime(format.parseInstant(v), locale),
      instant: (v: string) => format.formatInstant(v, locale),
      fullInstant: (v: string) => format.formatFullInstant(v, locale),
      instantShort: (v: string) => format.formatInstantShort(v, locale),
      ago: (v: string) => format.formatAgo(v, locale),
      span: (seconds: number, hoursInDay?: number) => format.formatSpan(seconds, locale.lang, hoursInDay),
      bytes: (v: number) => format.formatBytes(v, locale.lang),
    }),
    [locale],
  )
}
