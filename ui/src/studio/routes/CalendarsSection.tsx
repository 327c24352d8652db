import { useTranslation } from '../../i18n'
import { KeyedFiles } from '../sections/KeyedFiles'
import type { SectionProps } from '../shell/sections'

const office = [
  ['09:00', '13:00'],
  ['14:00', '18:00'],
]

/** Working calendars of a pack. */
export default function CalendarsSection({ pack }: SectionProps) {
  const { t } = useTranslation()
  const week = Object.fromEntries(['mon', 'tue', 'wed', 'thu', 'fri'].map(day => [day, office]))
  return (
    <KeyedFiles
      pack={pack}
      folder="calendars"
      decl="calendar"
      add={t('studio.calendars.add')}
      none={t('studio.calendars.none')}
      first={title => ({ title, zone: Intl.DateTimeFormat().resolvedOptions().timeZone, week, years: {} })}
    />
  )
}
