import { useTranslation } from '../../i18n'
import { KeyedFiles } from '../sections/KeyedFiles'
import { useConfig } from '../shell/context'
import type { SectionProps } from '../shell/sections'
import { Week } from './Week'
import { WhenDue } from './WhenDue'
import { weekdays } from './week'
import { Year } from './Year'

const office = [
  ['09:00', '13:00'],
  ['14:00', '18:00'],
]

/** Working calendars of a pack: the week, what each year does differently, and what a term comes to. */
export default function CalendarsSection({ pack }: SectionProps) {
  const { t } = useTranslation()
  const titles = new Map(
    useConfig()
      .keyed(pack, 'calendars')
      .map(c => [c.key, c.title]),
  )
  return (
    <KeyedFiles
      pack={pack}
      folder="calendars"
      decl="calendar"
      add={t('studio.calendars.add')}
      none={t('studio.calendars.none')}
      skip={['week']}
      first={title => ({
        title,
        zone: Intl.DateTimeFormat().resolvedOptions().timeZone,
        week: Object.fromEntries(weekdays.slice(0, 5).map(day => [day, office])),
        years: {},
      })}
    >
      {(file, key) => (
        <>
          <WhenDue
            title={t('studioRoutes.when')}
            calendars={[{ value: `${pack}/${key}`, label: titles.get(key) ?? key }]}
          />
          <Week file={file} />
          <Year file={file} />
        </>
      )}
    </KeyedFiles>
  )
}
