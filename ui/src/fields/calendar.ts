import { useTranslation } from 'react-i18next'
import 'dayjs/locale/ru'
import { useLocale } from '../i18n/locale'

/** What a calendar needs to speak the language of the reader. */
export function useCalendar() {
  const { t } = useTranslation()
  const { lang } = useLocale()
  return {
    locale: lang,
    ariaLabels: {
      nextMonth: t('fields.calendar.nextMonth'),
      previousMonth: t('fields.calendar.previousMonth'),
      nextYear: t('fields.calendar.nextYear'),
      previousYear: t('fields.calendar.previousYear'),
      nextDecade: t('fields.calendar.nextDecade'),
      previousDecade: t('fields.calendar.previousDecade'),
    },
  }
}
