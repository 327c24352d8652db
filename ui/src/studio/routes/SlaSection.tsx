import { useTranslation } from '../../i18n'
import { fileOf, names, object, titleOf } from '../doc/config'
import { seenPacks } from '../doc/names'
import { FilePanel } from '../sections/FilePanel'
import { useConfig, useTypeFile } from '../shell/context'
import type { SectionProps } from '../shell/sections'
import { WhenDue } from './WhenDue'

/** Clocks and timers of a type, with the answer to «when would that be due?». */
export default function SlaSection({ pack, type: key }: SectionProps) {
  const { t } = useTranslation()
  const type = useTypeFile(pack, key)
  const config = useConfig()
  const calendars = seenPacks(config, pack).flatMap(p =>
    config.keyed(p, 'calendars').map(c => ({ value: `${p}/${c.key}`, label: c.title })),
  )
  const spans = Object.entries(object(type?.whole.sla)).flatMap(([name, clock]) =>
    names(object(clock).target)
      .filter(span => /^\d/.test(span))
      .map(span => ({ value: span, label: `${titleOf(clock, name)}: ${span}` })),
  )
  return (
    <FilePanel file={fileOf.type(pack, key)} pack={pack} type={key} decl="type" only={['sla', 'timers']}>
      {calendars.length > 0 && <WhenDue title={t('studioRoutes.when')} calendars={calendars} spans={spans} />}
    </FilePanel>
  )
}
