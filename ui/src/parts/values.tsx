import { useTranslation } from '../i18n'
import { useFormat } from '../i18n/locale'
import classes from './chips.module.css'

interface MoneyProps {
  value: string
  currency: string
  short?: boolean // lists: no zeros after the comma
}

export function MoneyText({ value, currency, short }: MoneyProps) {
  return <span className={classes.money}>{useFormat().money(value, currency, short)}</span>
}

/** A day: 27.03 in tables, «пт, 27 марта» in sentences. */
export function DateText({ value, words = false }: { value: string; words?: boolean }) {
  const f = useFormat()
  return (
    <time dateTime={value.slice(0, 10)} title={f.fullDate(value)} className={classes.money}>
      {words ? f.day(value) : f.date(value)}
    </time>
  )
}

export function InstantText({ value, words = false }: { value: string; words?: boolean }) {
  const f = useFormat()
  return (
    <time dateTime={value.replace(' ', 'T')} title={f.instant(value)} className={classes.money}>
      {words ? f.instant(value) : f.instantShort(value)}
    </time>
  )
}

/** How long ago; the hint has the exact moment. */
export function Ago({ value }: { value: string }) {
  const f = useFormat()
  return (
    <time dateTime={value.replace(' ', 'T')} title={f.instant(value)} className={classes.money}>
      {f.ago(value)}
    </time>
  )
}

/** Not now, or not yours: paused time, a cell one may not see. */
export function Hatch({ width, height = 12, label }: { width: number | string; height?: number; label?: string }) {
  return (
    <span className={classes.hatch} style={{ width, height }} title={label}>
      {label && <span className="k-vh">{label}</span>}
    </span>
  )
}

export function HiddenCell() {
  const { t } = useTranslation()
  return <Hatch width={56} label={t('list.cellHidden')} />
}
