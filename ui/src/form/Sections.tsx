import { useTranslation } from 'react-i18next'
import { rootOf } from './answer'
import { FieldBox } from './FieldBox'
import css from './form.module.css'
import type { Block } from './layout'
import type { LiveForm } from './live'

interface Props {
  blocks: Block[]
  live: LiveForm
  slug: string
  scope: string
  focusFirst?: boolean
}

/** The fields, section by section. */
export function Sections({ blocks, live, slug, scope, focusFirst }: Props) {
  return blocks.map((block, at) => (
    <section
      key={block.key}
      id={`${scope}-s-${block.key}`}
      className={css.section}
      data-goes-on={!block.title || undefined}
      aria-label={block.title || undefined}
    >
      {block.title && <h2 className={css.sectionTitle}>{block.title}</h2>}
      <div className={css.grid}>
        {block.rows.flat().map((placed, i) => (
          <FieldBox
            key={placed.field.key}
            live={live}
            placed={placed}
            slug={slug}
            scope={scope}
            autoFocus={focusFirst && at === 0 && i === 0}
          />
        ))}
      </div>
    </section>
  ))
}

/** Index of sections at the left, with the number of fields to correct in each. */
export function SectionIndex({ blocks, live, scope }: Omit<Props, 'slug' | 'focusFirst'>) {
  const { t } = useTranslation()
  const wrong = new Set(Object.keys(live.faults).map(rootOf))
  return (
    <nav className={css.index} aria-label={t('form.sections')}>
      <ol>
        {blocks
          .filter(block => block.title)
          .map(block => {
            const count = block.rows.flat().filter(placed => wrong.has(placed.field.key)).length
            return (
              <li key={block.key}>
                <a
                  href={`#${scope}-s-${block.key}`}
                  onClick={e => {
                    e.preventDefault()
                    document.getElementById(`${scope}-s-${block.key}`)?.scrollIntoView({ block: 'start' })
                  }}
                >
                  <span>{block.title}</span>
                  {count > 0 && <span className={css.indexCount}>{count}</span>}
                </a>
              </li>
            )
          })}
      </ol>
    </nav>
  )
}
