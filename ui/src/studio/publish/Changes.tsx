import IconMinus from '@tabler/icons-react/dist/esm/icons/IconMinus.mjs'
import IconPencil from '@tabler/icons-react/dist/esm/icons/IconPencil.mjs'
import IconPlus from '@tabler/icons-react/dist/esm/icons/IconPlus.mjs'
import { useTranslation } from '../../i18n'
import css from './publish.module.css'
import type { Difference, Plan } from './types'

const marks = { added: IconPlus, removed: IconMinus, renamed: IconPencil, changed: IconPencil }

/** What the draft changes, in words. */
export function Changes({ plan }: { plan: Plan }) {
  const { t } = useTranslation()
  return (
    <section aria-labelledby="publish-changes">
      <h3 className={css.sub} id="publish-changes">
        {t('studio.publishing.changes')} <span className={css.count}>{plan.differences.length}</span>
      </h3>
      {plan.differences.length === 0 && <p className={css.empty}>{t('studio.publishing.noChanges')}</p>}
      <DifferenceList list={plan.differences} />
    </section>
  )
}

export function DifferenceList({ list }: { list: Difference[] }) {
  return (
    <ul className={css.changes}>
      {list.map((d, at) => {
        const Mark = marks[d.verb]
        return (
          <li key={at} className={css.change}>
            <span className={css.mark} data-verb={d.verb}>
              <Mark size={13} stroke={2} aria-hidden />
            </span>
            <span>{d.text}</span>
          </li>
        )
      })}
    </ul>
  )
}
