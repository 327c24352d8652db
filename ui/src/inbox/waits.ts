import type { TFunction } from 'i18next'
import type { InboxItem } from '../api/types'

/** «ждём: Роман Ким», or what is awaited where nobody can be named. */
export const waitsFor = (waits: NonNullable<InboxItem['waits']>, t: TFunction): string =>
  waits.by?.length ? t('inbox.waitsFor', { names: waits.by.map(who => who.title).join(', ') }) : waits.text
