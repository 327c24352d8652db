import { Button } from '@mantine/core'
import { useNavigate, useParams } from '@tanstack/react-router'
import { useTranslation } from '../../i18n'
import { saveFile } from '../../lib/save'
import type { TypeFile } from '../doc/config'
import { playFrom } from '../play/start'
import { liveDraft } from '../shell/remember'
import { useGo } from '../shell/useGo'
import { placeOfUse } from './places'
import { stepsOf } from './said'
import css from './trial.module.css'
import type { Finding, Walked } from './types'

/** What the walks came to: a way to something that must not be, or nothing, and where nobody has been. */
export function WalkAnswer({ answer, type }: { answer: Walked; type: TypeFile | undefined }) {
  const { t } = useTranslation()
  const go = useGo()
  const { found, never, silent } = answer
  return (
    <>
      <section className={css.sum} aria-label={t('studioTrial.walk.sum')}>
        <h2 className={css.title}>
          {found
            ? t(`studioTrial.walk.kinds.${found.kind}`)
            : answer.steps > 0
              ? t('studioTrial.walk.held')
              : answer.title}
        </h2>
        <p>
          {t('studioTrial.walk.walked', { count: answer.walks, seed: answer.seed })}{' '}
          {t('studioTrial.walk.taken', { count: answer.steps })}
        </p>
        {answer.unable && <p className={css.warn}>{t('studioTrial.walk.unable', { why: answer.unable })}</p>}
        {!answer.whole && !answer.unable && <p className={css.warn}>{t('studioTrial.walk.part')}</p>}
      </section>
      {found && <Found of={found} />}
      {never.length > 0 && (
        <section aria-labelledby="walk-never">
          <h2 className={css.title} id="walk-never">
            {t('studioTrial.walk.never')}
          </h2>
          <ul className={css.rows}>
            {never.map(one => {
              const place = placeOfUse(one, type)
              return (
                <li key={`${one.kind} ${one.key}`} className={css.use}>
                  <span className={css.kind}>{t(`studioTrial.kinds.${one.kind}`)}</span>
                  <button type="button" className={css.link} onClick={() => place && go(place.file, place.path)}>
                    {one.title || one.key}
                  </button>
                </li>
              )
            })}
          </ul>
        </section>
      )}
      {silent.length > 0 && (
        <section aria-labelledby="walk-silent">
          <h2 className={css.title} id="walk-silent">
            {t('studioTrial.walk.silent')}
          </h2>
          <ul className={css.plain}>
            {silent.map(one => (
              <li key={one.message}>{t('studioTrial.walk.unheard', { message: one.message, count: one.times })}</li>
            ))}
          </ul>
        </section>
      )}
    </>
  )
}

function Found({ of: found }: { of: Finding }) {
  const { t } = useTranslation()
  const { draft = liveDraft } = useParams({ strict: false })
  const navigate = useNavigate()
  return (
    <section className={css.finding} aria-labelledby="walk-story">
      <h2 className={css.title} id="walk-story">
        {t('studioTrial.walk.story')}
      </h2>
      <ol className={css.story}>
        {stepsOf(found.story).map((line, at) => (
          <li key={at}>{line}</li>
        ))}
      </ol>
      <p className={css.end}>{found.text}</p>
      {found.walked > stepsOf(found.story).length && (
        <p className={css.note}>{t('studioTrial.walk.shortened', { count: found.walked })}</p>
      )}
      {found.scenario === '' ? (
        <p className={css.note}>{t('studioTrial.walk.unwritten')}</p>
      ) : (
        <>
          {!found.played && <p className={css.warn}>{t('studioTrial.walk.unplayed')}</p>}
          <div className={css.buttons}>
            <Button
              onClick={() => {
                playFrom({ seed: found.scenario })
                void navigate({ to: '/studio/$draft/play', params: { draft } })
              }}
            >
              {t('studioTrial.walk.playHere')}
            </Button>
            <Button
              variant="default"
              onClick={() => saveFile(new Blob([found.scenario], { type: 'text/plain' }), 'walk.txtar')}
            >
              {t('studioTrial.walk.save')}
            </Button>
          </div>
          <details>
            <summary>{t('studioTrial.walk.scenario')}</summary>
            {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reached by keys */}
            <pre className={css.script} tabIndex={0}>
              {found.scenario}
            </pre>
          </details>
        </>
      )}
    </section>
  )
}
