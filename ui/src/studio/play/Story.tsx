import { useTranslation } from '../../i18n'
import { useFormat } from '../../i18n/locale'
import css from './play.module.css'
import type { Told } from './types'
import type { Chapter } from './usePlay'

/** What has happened so far, step by step: history and messages. */
export function Story({ chapters }: { chapters: Chapter[] }) {
  const { t } = useTranslation()
  const f = useFormat()
  return (
    <section className={css.side} aria-label={t('studioPlay.story')}>
      <h2 className={css.title}>{t('studioPlay.story')}</h2>
      {chapters.length === 0 && <p className={css.note}>{t('studioPlay.noStory')}</p>}
      <ol className={css.story}>
        {chapters.map((chapter, at) => (
          <li key={at}>
            {chapter.events.map((e, n) => (
              <p key={n} className={css.event}>
                <small>{f.fullInstant(e.at)}</small>
                <b>{e.name}</b> {saidOf(e, t(`studioPlay.actions.${e.action as 'create'}`, { defaultValue: e.action }))}
              </p>
            ))}
            {chapter.mail.map((m, n) => (
              <p key={`m${n}`} className={css.mail}>
                {t('studioPlay.told', { name: m.name })} {m.title}
              </p>
            ))}
          </li>
        ))}
      </ol>
    </section>
  )
}

/** A line of history in words: what was pressed, from where to where, and why. */
export const saidOf = (e: Told, action = e.action): string =>
  [
    e.transition || e.verdict || action,
    e.step && `«${e.step}»`,
    e.from && e.to && e.from !== e.to && `${e.from} → ${e.to}`,
    e.title,
    e.reason && `— ${e.reason}`,
  ]
    .filter(Boolean)
    .join(' · ')
