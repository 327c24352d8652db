import { useEffect } from 'react'
import { useMeta } from '../api/hooks'
import { LocaleProvider } from '../i18n/locale'
import { tendDevice } from '../push/here'
import { Shell } from '../shell/Shell'

/** The shell in the reader's language, zone and currencies. */
export function Staff() {
  const { me, lang, currencies } = useMeta()
  useEffect(() => tendDevice(me.id), [me.id])
  return (
    <LocaleProvider lang={me.prefs.lang ?? lang} zone={me.zone} currencies={currencies}>
      <Shell />
    </LocaleProvider>
  )
}
