import { useTranslation } from '../../i18n'
import { useWords } from '../grammar/words'
import { useGo } from '../shell/useGo'
import { useBoard } from './board'
import type { Use } from './facts'
import css from './side.module.css'

/** Routes, clocks, contributions and timers that name the chosen thing, each a way to where it is mended. */
export function Uses({ uses }: { uses: Use[] }) {
  const { t } = useTranslation()
  const words = useWords()
  const go = useGo()
  const { file } = useBoard()
  if (uses.length === 0) return null
  return (
    <section className={css.part}>
      <h3 className={css.title}>{t('studioGraph.uses')}</h3>
      <ul className={css.list}>
        {uses.map(({ path, title, decl, word, paused }) => (
          <li key={`${path.join('.')}.${word}`}>
            <button type="button" className={css.row} onClick={() => go(file, path)}>
              <span className={css.rowText}>
                {words.one(decl)}: {title}
              </span>
              <span className={css.rowTo}>
                {word ? words.label(decl, word) : t(paused ? 'studioGraph.paused' : 'studioGraph.runs')}
              </span>
            </button>
          </li>
        ))}
      </ul>
    </section>
  )
}
