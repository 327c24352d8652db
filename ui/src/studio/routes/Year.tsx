import { Select } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from '../../i18n'
import { useLocale } from '../../i18n/locale'
import { object } from '../doc/config'
import { valueAt } from '../doc/json'
import { useText } from '../shell/context'
import css from './routes.module.css'
import { type Day, daysOf } from './week'

/** A year of the calendar at a glance: what is free, short or moved. */
export function Year({ file }: { file: string }) {
  const { t } = useTranslation()
  const { lang } = useLocale()
  const calendar = valueAt(useText(file))
  const known = Object.keys(object(object(calendar).years))
  const [chosen, setChosen] = useState<string | null>(null)
  const year = chosen && known.includes(chosen) ? chosen : known.at(-1)
  if (!year) return <p>{t('studioRoutes.noYears')}</p>
  const days = daysOf(calendar, Number(year))
  const work = days.filter(d => d.kind !== 'free' && d.kind !== 'holiday').length
  const months = Array.from({ length: 12 }, (_, m) => days.filter(d => Number(d.date.slice(5, 7)) === m + 1))
  const named = new Intl.DateTimeFormat(lang, { month: 'long', timeZone: 'UTC' })
  return (
    <section>
      <div className={css.bar}>
        <Select size="xs" aria-label={t('studioRoutes.year')} data={known} value={year} onChange={setChosen} w={90} />
        <span>{t('studioRoutes.workdays', { count: work })}</span>
      </div>
      <div className={css.year}>
        {months.map((month, m) => (
          <div key={m} className={css.month}>
            <h3>{named.format(new Date(Date.UTC(Number(year), m, 1)))}</h3>
            <div className={css.days}>
              {month.map((day, at) => (
                <DayCell key={day.date} day={day} first={at === 0} />
              ))}
            </div>
          </div>
        ))}
      </div>
    </section>
  )
}

function DayCell({ day, first }: { day: Day; first: boolean }) {
  const { t } = useTranslation()
  const weekday = (new Date(`${day.date}T00:00:00Z`).getUTCDay() + 6) % 7
  const kind = day.kind === 'work' || day.kind === 'free' ? '' : t(`studioRoutes.kinds.${day.kind}`)
  return (
    <span
      className={css.day}
      data-kind={day.kind}
      title={[kind, day.why].filter(Boolean).join(': ') || undefined}
      style={first ? { gridColumnStart: weekday + 1 } : undefined}
    >
      {Number(day.date.slice(8))}
    </span>
  )
}
