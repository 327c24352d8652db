import { Link } from '@tanstack/react-router'
import { useMeta } from '../../api/hooks'
import { useTranslation } from '../../i18n'
import { useFormat } from '../../i18n/locale'
import { clocksSaid, divergenceSaid } from './said'
import css from './trial.module.css'
import type { Backtest, Deed, Divergence } from './types'

/** What would have gone differently, in sentences with examples, and what that rests on. */
export function PastAnswer({ answer }: { answer: Backtest }) {
  const { t } = useTranslation()
  const f = useFormat()
  const clocks = clocksSaid(answer, t)
  const { checked, total, unsure, differences } = answer
  return (
    <>
      <section className={css.sum} aria-label={t('studioTrial.past.sum')}>
        <h2 className={css.title}>
          {differences.length === 0
            ? t('studioTrial.past.nothing')
            : t('studioTrial.past.found', { count: differences.length })}
        </h2>
        <p>{t('studioTrial.past.checked', { count: checked, total, from: f.fullDate(answer.from.slice(0, 10)) })}</p>
        {unsure > 0 && <p>{t('studioTrial.past.unsure', { count: unsure })}</p>}
        {clocks && <p>{clocks}</p>}
        {!answer.whole && <p className={css.warn}>{t('studioTrial.past.part', { to: f.fullInstant(answer.to) })}</p>}
      </section>
      {differences.map(d => (
        <Difference key={`${d.kind} ${d.type} ${d.key}`} of={d} />
      ))}
      <section aria-labelledby="past-assumed">
        <h2 className={css.title} id="past-assumed">
          {t('studioTrial.past.assumed')}
        </h2>
        <ul className={css.plain}>
          {answer.assumptions.map(text => (
            <li key={text}>{text}</li>
          ))}
        </ul>
      </section>
    </>
  )
}

function Difference({ of: d }: { of: Divergence }) {
  const { t } = useTranslation()
  const { types } = useMeta()
  const type = types.find(x => x.slug === d.type)?.title ?? d.type
  return (
    <section className={css.difference} data-kind={d.kind}>
      <b className={css.number}>{d.count}</b>
      <div>
        <h3>{divergenceSaid(d, type, t)}</h3>
        <p className={css.note}>{type}</p>
        <ul className={css.deeds}>
          {d.sample.map(one => (
            <li key={`${one.id} ${one.at}`}>
              <Said of={one} />
            </li>
          ))}
        </ul>
        {d.count > d.sample.length && (
          <p className={css.note}>{t('studio.publishing.more', { count: d.count - d.sample.length })}</p>
        )}
      </div>
    </section>
  )
}

function Said({ of: one }: { of: Deed }) {
  const { t } = useTranslation()
  const f = useFormat()
  if (one.hidden) return <span className={css.note}>{t('studioTrial.past.hidden', { at: f.instant(one.at) })}</span>
  return (
    <>
      <Link to="/t/$slug/$id" params={{ slug: one.type, id: one.id }} target="_blank">
        {[one.number, one.title].filter(Boolean).join(' · ') || one.id}
      </Link>
      <span className={css.note}> {f.instant(one.at)}</span>
      {one.text && <p className={css.why}>{one.text}</p>}
    </>
  )
}
