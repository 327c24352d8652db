import IconAlertTriangleFilled from '@tabler/icons-react/dist/esm/icons/IconAlertTriangleFilled.mjs'
import IconClock from '@tabler/icons-react/dist/esm/icons/IconClock.mjs'
import { useTranslation } from '../i18n'
import { useFormat } from '../i18n/locale'
import { dueMoment, isToday, urgencyOf } from '../lib/urgency'
import classes from './deadline.module.css'

interface Props {
  value: string
  short?: boolean // the remainder alone
}

/** What is left, in words and colour, with the moment: «25 мин · до 12:05», «просрочено 1 ч 40 мин». */
export function Deadline({ value, short = false }: Props) {
  const { t } = useTranslation()
  const f = useFormat()
  const { now, zone } = f.locale
  const urgency = urgencyOf(value, now)
  const isDay = !value.includes(':')
  const span = f.span(Math.abs(dueMoment(value).getTime() - now.getTime()) / 1000)
  const text = () => {
    if (urgency === 'late') return t('deadline.late', { span })
    if (isDay) return f.day(value)
    if (!isToday(value, now, zone)) return f.instant(value)
    return short ? span : t('deadline.left', { span, time: f.time(value) })
  }
  const Glyph = urgency === 'late' ? IconAlertTriangleFilled : IconClock
  return (
    <time
      className={classes.deadline}
      data-urgency={urgency}
      dateTime={value.replace(' ', 'T')}
      title={isDay ? f.fullDate(value) : f.instant(value)}
    >
      <Glyph size={14} stroke={2} aria-hidden />
      {text()}
    </time>
  )
}
