import { zonePlace } from './format'
import { useTranslation } from './index'
import { useLocale } from './locale'

/** A time zone as people call it: «Алматы (UTC+5)». */
export function useZonePlace(zone: string): string {
  const { i18n } = useTranslation()
  const { now } = useLocale()
  return zonePlace(zone, now, place => (i18n.exists(`zones.${place}`) ? String(i18n.t(`zones.${place}` as never)) : ''))
}
