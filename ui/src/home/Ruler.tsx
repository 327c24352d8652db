import type { InboxItem, WorkDay } from '../api/types'
import { useTranslation } from '../i18n'
import { useFormat } from '../i18n/locale'
import { usePhone } from '../lib/screen'
import { urgencyOf } from '../lib/urgency'
import { spaced, stripOf } from './ruler'
import classes from './ruler.module.css'

interface Props {
  day: WorkDay
  items: InboxItem[] // due today
  onPick: (id: string) => void
}

const percent = (share: number) => `${share * 100}%`

/** The working day: what is past, the break, now, and every deadline of today. A mark leads to its row. */
export function Ruler({ day, items, onPick }: Props) {
  const { t } = useTranslation()
  const f = useFormat()
  const phone = usePhone()
  const strip = stripOf(day)
  const now = f.locale.now
  const due = items.flatMap(item =>
    item.deadline && strip.inside(item.deadline) ? [{ item, deadline: item.deadline }] : [],
  )
  const marks = due.map(d => ({ ...d, at: strip.at(d.deadline) }))
  const width = phone ? { now: 0.27, mark: 0.11 } : { now: 0.1, mark: 0.05 }
  const here = strip.at(now)
  const nowLabel = { from: here - width.now, to: here, at: 0, text: '' }
  const labels = spaced([
    ...(strip.inside(now) ? [nowLabel] : []),
    ...marks.map(m => {
      const from = Math.min(m.at - width.mark / 2, 1 - width.mark) // the last label stands inside
      return { from, to: from + width.mark, at: m.at, text: f.time(m.deadline) }
    }),
  ])
  return (
    <section className={classes.ruler} aria-label={t('home.ruler')}>
      <div className={classes.labels} aria-hidden>
        {strip.inside(now) && (
          <b
            className={classes.now}
            style={{ left: percent(strip.at(now)) }}
            data-flip={strip.at(now) > 0.12 || undefined}
          >
            {t('home.now', { time: f.time(now.toISOString()) })}
          </b>
        )}
        {labels
          .filter(l => l.text !== '')
          .map(l => (
            <b
              key={l.text}
              className={classes.label}
              style={{ left: percent(l.at) }}
              data-end={l.at > 0.95 || undefined}
            >
              {l.text}
            </b>
          ))}
      </div>
      <div className={classes.track}>
        <div className={classes.past} style={{ width: percent(strip.at(now)) }} />
        {strip.breaks.map(b => (
          <div
            key={b.from}
            className={classes.break}
            title={b.title}
            style={{ left: percent(b.from), width: percent(b.to - b.from) }}
          />
        ))}
        {strip.inside(now) && <div className={classes.nowLine} style={{ left: percent(strip.at(now)) }} />}
        {marks.map(m => (
          <button
            key={m.item.id}
            type="button"
            className={classes.mark}
            data-urgency={urgencyOf(m.deadline, now)}
            style={{ left: percent(m.at) }}
            onClick={() => onPick(m.item.id)}
            title={`${f.time(m.deadline)} · ${m.item.title}`}
            aria-label={`${f.time(m.deadline)} · ${m.item.title}`}
          />
        ))}
      </div>
      <div className={classes.axis} aria-hidden>
        {strip.hours
          .filter((_, i) => !phone || i % 3 === 0)
          .map(h => (
            <span
              key={h.at}
              style={{ left: percent(h.at) }}
              data-start={h.at === 0 || undefined}
              data-end={h.at === 1 || undefined}
            >
              {f.time(h.instant.toISOString())}
            </span>
          ))}
        {!phone &&
          strip.breaks.map(b => (
            <span key={b.title + b.from} style={{ left: percent((b.from + b.to) / 2) }}>
              {b.title}
            </span>
          ))}
      </div>
    </section>
  )
}
