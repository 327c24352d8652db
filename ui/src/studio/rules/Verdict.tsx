import IconBan from '@tabler/icons-react/dist/esm/icons/IconCircleXFilled.mjs'
import type { TFunction } from 'i18next'
import { errorText } from '../../api/fault'
import { useTranslation } from '../../i18n'
import { Hatch, SkeletonRows } from '../../parts'
import { problemText } from '../problems/text'
import { useStudio } from '../shell/context'
import css from './rules.module.css'
import { TraceTree } from './TraceTree'
import { score } from './trace'
import type { Tried } from './types'

interface Props {
  tried: Tried | undefined
  error: Error | null
  isOld: boolean
  isEmpty: boolean
}

/** What came of a trial: the answer, how it came about, and what staff will read. */
export function Verdict({ tried, error, isOld, isEmpty }: Props) {
  const { t } = useTranslation()
  if (isEmpty) return <p className={css.note}>{t('studioRules.try.empty')}</p>
  if (error) {
    return (
      <p className={css.note} role="status">
        {errorText(error, t)}
      </p>
    )
  }
  if (!tried) return <SkeletonRows rows={4} height={30} />
  const root = tried.diagnostics.length === 0 ? tried.trace : null
  const isRefused = tried.ok !== true && !tried.hidden && tried.diagnostics.length === 0
  return (
    <div className={css.tried} data-old={isOld || undefined} aria-busy={isOld}>
      <Answer tried={tried} />
      <Notes tried={tried} />
      {root && <TraceTree key={root.text} root={root} />}
      {tried.says && isRefused && (
        <section>
          <h3 className={css.small}>{t('studioRules.try.says')}</h3>
          <p className={css.says}>
            <IconBan size={16} aria-hidden className={css.badMark} />
            <span>{tried.says}</span>
          </p>
        </section>
      )}
    </div>
  )
}

function Answer({ tried }: { tried: Tried }) {
  const { t } = useTranslation()
  if (tried.diagnostics.length > 0) {
    return (
      <div className={css.answer} data-tone="bad" role="status">
        <b>{t('studioRules.try.broken')}</b>
        {tried.diagnostics.map((d, at) => (
          <span key={at}>{problemText(d)}</span>
        ))}
      </div>
    )
  }
  const held = tried.trace && tried.ok !== null ? score(tried.trace) : null
  return (
    <div className={css.answer} data-tone={toneOf(tried)} role="status">
      <b>{tried.hidden ? t('studioRules.try.hidden') : saidOf(tried, t)}</b>
      {held && <span className={css.score}>{t('studioRules.try.score', { held: held.held, count: held.of })}</span>}
      {tried.hidden && <Hatch width="100%" />}
    </div>
  )
}

const toneOf = ({ ok, hidden, failed }: Tried): 'ok' | 'bad' | 'warn' | 'plain' => {
  if (hidden) return 'plain'
  if (failed) return 'warn'
  return ok === true ? 'ok' : ok === false ? 'bad' : 'plain'
}

function saidOf({ ok, failed, shown, value }: Tried, t: TFunction): string {
  if (failed) return failed.text ?? shown
  if (ok === true) return t('studioRules.try.yes')
  if (ok === false) return t('studioRules.try.no')
  return value === null ? t('studioRules.try.unknown') : shown
}

/** What one has to know to believe the answer. */
function Notes({ tried }: { tried: Tried }) {
  const { t } = useTranslation()
  const { changes } = useStudio()
  const isChanged = Object.keys(changes.files).length > 0
  const notes = [
    tried.under === 'live' && isChanged && tried.broken > 0 ? t('studioRules.try.live') : null,
    tried.judged === 'after' ? t('studioRules.try.after') : null,
  ].filter(note => note !== null)
  return notes.map(note => (
    <p key={note} className={css.note}>
      {note}
    </p>
  ))
}
