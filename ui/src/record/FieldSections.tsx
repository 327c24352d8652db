import type { Card, TypeMeta } from '../api/types'
import { cardBlocks, isHidden } from './cells'
import { FieldCell, HiddenField } from './FieldCell'
import css from './record.module.css'
import type { RecordHand } from './useRecord'

interface Props {
  type: TypeMeta
  card: Card
  hand: RecordHand
  /** Cells that a colleague has just changed. */
  fresh: ReadonlySet<string>
  editing: string | null
  onEdit: (field: string | null) => void
}

/** The facts, by section. */
export function FieldSections({ type, card, hand, fresh, editing, onEdit }: Props) {
  const blocks = cardBlocks(type, card)
  const headline = blocks.flatMap(block => block.rows.flat()).find(placed => placed.field.kind === 'money')?.field.key
  return blocks.map(block => (
    <section key={block.key} className={css.section} aria-label={block.title || undefined}>
      {block.title && <h2 className={css.sectionTitle}>{block.title}</h2>}
      <div className={css.cells}>
        {block.rows
          .flat()
          .map(({ field, span, caused }) =>
            isHidden(card, field) ? (
              <HiddenField key={field.key} field={field} />
            ) : (
              <FieldCell
                key={field.key}
                field={field}
                card={card}
                hand={hand}
                wide={span === 12 && (!caused || field.format === 'multiline' || field.kind === 'rows')}
                big={field.key === headline}
                fresh={fresh.has(field.key)}
                editing={editing === field.key}
                onEdit={onEdit}
              />
            ),
          )}
      </div>
    </section>
  ))
}
