import type { Clock } from '../api/process'
import { useTranslation } from '../i18n'
import { useFormat } from '../i18n/locale'
import { spanOf } from './chip'
import css from './clocks.module.css'
import { type LedgerLine, ledgerOf, rulerOf } from './ledger'

interface Props {
  clock: Clock
  titleId: string
}

/** Why it is due then: the days on a ruler, the reckoning line by line, the sum that one can redo. */
export function ClockPanel({ clock, titleId }: Props) {
  const { t } = useTranslation()
  const f = useFormat()
  const span = (minutes: number) => spanOf(minutes, clock.work, f.locale.lang)
  const over = clock.state !== 'running' && clock.state !== 'paused'
  const lines = ledgerOf(clock, f.locale.now)
  const zone = clock.calendar && clock.calendar.zone !== f.locale.zone ? clock.calendar.zone : ''
  return (
    <div className={css.panel}>
      <div className={css.head}>
        <h3 id={titleId}>{t('clock.why')}</h3>
        <span>{clock.title}</span>
      </div>
      <p className={css.due}>
        <b>{t(over ? 'clock.was' : 'clock.due', { when: f.instant(clock.due) })}</b>
        {clock.ended && clock.state === 'met' && ` · ${t('clock.metAt', { when: f.instant(clock.ended) })}`}
        {clock.ended && clock.state === 'breached' && ` · ${t('clock.breachedAt', { when: f.instant(clock.ended) })}`}
      </p>
      <p className={css.quiet}>
        {t('clock.started', { when: f.instant(clock.start) })} ·{' '}
        {clock.calendar
          ? t(zone ? 'clock.calendarZone' : 'clock.calendar', { title: clock.calendar.title, zone })
          : t('clock.wall')}
      </p>
      <Ruler clock={clock} />
      <div className={css.scroll}>
        <table className={css.ledger}>
          <tbody>
            {lines.map((line, i) => (
              <Line key={`${line.kind}/${i}`} line={line} span={span} />
            ))}
          </tbody>
        </table>
      </div>
      <p className={css.sum} data-late={clock.rest < 0 || undefined}>
        {t(clock.rest < 0 ? 'clock.over' : 'clock.left', {
          norm: span(clock.norm),
          used: span(clock.norm - clock.rest),
          rest: span(Math.abs(clock.rest)),
        })}
      </p>
      {clock.missing && clock.missing.length > 0 && (
        <p className={css.warn}>{t('clock.missing', { years: [...new Set(clock.missing)].join(', ') })}</p>
      )}
      <More clock={clock} />
    </div>
  )
}

function Ruler({ clock }: { clock: Clock }) {
  const { t } = useTranslation()
  const f = useFormat()
  const days = rulerOf(clock, f.locale.now)
  if (days.length === 0) return null
  return (
    <div className={css.ruler} role="img" aria-label={t('clock.ruler')}>
      {days.map(day => (
        <div key={day.date} className={css.rulerDay} data-off={day.off || undefined} title={day.title || undefined}>
          <div className={css.track}>
            {day.pieces.map(piece => (
              <span
                key={`${piece.kind}/${piece.from}`}
                className={css.piece}
                data-kind={piece.kind}
                style={{ left: `${piece.from * 100}%`, width: `${(piece.to - piece.from) * 100}%` }}
              />
            ))}
          </div>
          <span className={css.axis}>{f.date(day.date)}</span>
        </div>
      ))}
    </div>
  )
}

function Line({ line, span }: { line: LedgerLine; span: (minutes: number) => string }) {
  const { t } = useTranslation()
  const f = useFormat()
  const days = (from: string, to: string) => (from === to ? f.date(from) : `${f.date(from)}–${f.date(to)}`)
  switch (line.kind) {
    case 'day': {
      const short = line.day.cut ? t('clock.short', { span: span(line.day.cut) }) : ''
      const what = [line.day.title || t(`clock.day.${line.day.kind}`), short, line.ahead && t('clock.ahead')]
      return (
        <tr data-ahead={line.ahead || undefined}>
          <th scope="row">
            {f.date(line.date)}, {f.time(line.from)}–{f.time(line.to)}
          </th>
          <td>{what.filter(Boolean).join(', ')}</td>
          <td>{span(line.minutes)}</td>
        </tr>
      )
    }
    case 'days':
      return (
        <tr data-ahead={line.ahead || undefined}>
          <th scope="row">{days(line.from, line.to)}</th>
          <td>
            {t('clock.days', { count: line.count, span: span(line.each) })}
            {line.ahead && `, ${t('clock.ahead')}`}
          </td>
          <td>{span(line.minutes)}</td>
        </tr>
      )
    case 'off':
      return (
        <tr data-off>
          <th scope="row">{days(line.from, line.to)}</th>
          <td>{line.titles.join(', ') || t(`clock.day.${line.of}`)}</td>
          <td>{t('clock.none')}</td>
        </tr>
      )
    case 'pause':
      return (
        <tr data-off>
          <th scope="row">
            {f.instantShort(line.from)}
            {line.to && `–${f.instantShort(line.to)}`}
          </th>
          <td>{t(line.to ? 'clock.pause' : 'clock.pauseOpen')}</td>
          <td>{t('clock.none')}</td>
        </tr>
      )
  }
}

/** What comes if it is missed, and deadlines that do not hold any more. */
function More({ clock }: { clock: Clock }) {
  const { t } = useTranslation()
  const f = useFormat()
  const why = (word: string) =>
    word === 'target' || word === 'calendar' || word === 'reset' ? t(`clock.pastWhy.${word}`) : word
  return (
    <>
      {clock.levels.length > 0 && (
        <div className={css.more}>
          <h4>{t('clock.levels')}</h4>
          <ul>
            {clock.levels.map(level => (
              <li key={level.key}>
                {level.rung > 0
                  ? t('clock.levelRung', { title: level.title })
                  : level.at
                    ? t('clock.levelAt', { title: level.title, when: f.instant(level.at) })
                    : level.title}
              </li>
            ))}
          </ul>
        </div>
      )}
      {clock.past.length > 0 && (
        <div className={css.more}>
          <h4>{t('clock.past')}</h4>
          <ul>
            {clock.past.map(verdict => (
              <li key={verdict.at}>
                <del>{f.instant(verdict.due)}</del> · {why(verdict.why)}, {f.instantShort(verdict.at)}
              </li>
            ))}
          </ul>
        </div>
      )}
    </>
  )
}
