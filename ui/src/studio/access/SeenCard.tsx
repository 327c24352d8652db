import IconCheck from '@tabler/icons-react/dist/esm/icons/IconCheck.mjs'
import { useState } from 'react'
import type { TypeMeta } from '../../api/types'
import { useTranslation } from '../../i18n'
import { StatusChip, WhyButton } from '../../parts'
import type { TypeFile } from '../doc/config'
import css from './eyes.module.css'
import { Rules } from './Rules'
import { SeenLine } from './SeenLine'
import { factsOf, levels } from './seen'
import type { Level, SeenAnswer } from './types'

interface Props {
  seen: SeenAnswer
  type: TypeMeta
  file: TypeFile
  isOld: boolean
}

/** The card as its reader would have it: what may be pressed, cell by cell what is read, changed, hidden, and why. */
export function SeenCard({ seen, type, file, isOld }: Props) {
  const { t } = useTranslation()
  const [only, setOnly] = useState<Level | null>(null)
  const facts = factsOf(seen, type)
  const count = (level: Level) => facts.filter(f => f.seen.level === level).length
  return (
    <div aria-busy={isOld} data-old={isOld || undefined} className={css.seen}>
      <article className={css.card} data-hidden={!seen.visible || undefined} aria-label={seen.title}>
        <h3>{seen.title}</h3>
        {seen.state.state && (
          <p>
            <StatusChip phase={seen.state.phase} title={seen.state.title} />
          </p>
        )}
        {!seen.visible && (
          <p className={css.unseen}>
            <span>{t('studioAccess.eyes.unseen', { person: seen.as.title })}</span>
          </p>
        )}
        {seen.visible && seen.actions.length > 0 && (
          <ul className={css.actions} aria-label={t('studioAccess.eyes.actions')}>
            {seen.actions.map(action => (
              <li key={action.key}>
                {action.allowed || !action.why ? (
                  <span className={css.allowed}>
                    <IconCheck size={14} stroke={2} aria-hidden />
                    {action.title}
                    <span className="k-vh">{t('studioAccess.eyes.may')}</span>
                  </span>
                ) : (
                  <WhyButton label={action.title} why={action.why} />
                )}
              </li>
            ))}
          </ul>
        )}
        {seen.visible && (
          <>
            <div className={css.levels}>
              {levels.map(level => (
                <button
                  key={level}
                  type="button"
                  aria-pressed={only === level}
                  disabled={count(level) === 0}
                  onClick={() => setOnly(only === level ? null : level)}
                >
                  {t(`studioAccess.eyes.count.${level}`, { count: count(level) })}
                </button>
              ))}
            </div>
            <ul className={css.fields}>
              {facts
                .filter(f => !only || f.seen.level === only)
                .map(fact => (
                  <SeenLine key={fact.seen.field} fact={fact} answer={seen} type={type} file={file} />
                ))}
            </ul>
          </>
        )}
      </article>
      <h3 className={css.sub}>{t('studioAccess.eyes.why')}</h3>
      <ul className={css.rules}>
        {(
          [
            ['seesBy', seen.gives],
            ['lent', seen.lent],
          ] as const
        ).map(
          ([lead, rules]) =>
            rules.length > 0 && (
              <li key={lead}>
                <Rules lead={t(`studioAccess.eyes.${lead}`)} rules={rules} type={file} />
              </li>
            ),
        )}
        {seen.gives.length + seen.lent.length === 0 && <li>{t('studioAccess.eyes.noRule')}</li>}
      </ul>
    </div>
  )
}
