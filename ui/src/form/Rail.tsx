import { useTranslation } from 'react-i18next'
import type { StateMeta, TypeMeta } from '../api/types'
import { isEmpty } from '../fields/cell'
import { Icon } from '../fields/Icon'
import { PhaseGlyph } from '../parts'
import css from './form.module.css'
import type { Block, Placed } from './layout'
import type { LiveForm } from './live'
import { focusPath } from './Summary'

/** Required fields still without a value. */
export const lackingIn = (blocks: Block[], live: LiveForm): Placed[] =>
  blocks
    .flatMap(block => block.rows.flat())
    .filter(({ field, state }) => state.required && !state.readOnly && isEmpty(live.cells()[field.key]))

interface Props {
  type: TypeMeta
  blocks: Block[]
  live: LiveForm
  scope: string
  isNew: boolean
}

/** Beside the form: what is still needed, and the way the record will go. */
export function FormRail({ type, blocks, live, scope, isNew }: Props) {
  const { t } = useTranslation()
  const lacking = lackingIn(blocks, live)
  const way = type.states.filter(state => state.phase !== 'cancelled' && state.phase !== 'rework')
  return (
    <aside className={css.rail} aria-label={t('form.left')}>
      <div className={css.railIn}>
        {live.known && (
          <section className={css.card}>
            <h2 className={css.cardTitle}>{lacking.length > 0 ? t('form.left') : t('form.leftNone')}</h2>
            {lacking.length > 0 && (
              <ul className={css.lacking}>
                {lacking.map(({ field }) => (
                  <li key={field.key}>
                    <button type="button" className={css.jump} onClick={() => focusPath(scope, field.key)}>
                      {field.title}
                      <Icon name="next" size={14} />
                    </button>
                  </li>
                ))}
              </ul>
            )}
          </section>
        )}
        {isNew && way.length > 1 && <Way states={way} />}
        {type.about && (
          <section className={css.card}>
            <h2 className={css.cardTitle}>{type.title}</h2>
            <p className={css.cardText}>{type.about}</p>
          </section>
        )}
      </div>
    </aside>
  )
}

const SHOWN = 7

function Way({ states }: { states: StateMeta[] }) {
  const { t } = useTranslation()
  return (
    <section className={css.card}>
      <h2 className={css.cardTitle}>{t('form.ahead')}</h2>
      <ol className={css.way}>
        {states.slice(0, SHOWN).map((state, i) => (
          <li key={state.key} data-phase={state.phase}>
            <PhaseGlyph phase={state.phase} size={14} />
            <span>{state.title}</span>
            {i === 0 && <span className={css.wayHere}>{t('form.aheadHere')}</span>}
          </li>
        ))}
        {states.length > SHOWN && (
          <li className={css.wayMore}>{t('record.pathMore', { count: states.length - SHOWN })}</li>
        )}
      </ol>
    </section>
  )
}
