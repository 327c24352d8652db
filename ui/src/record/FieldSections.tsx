import type { Card, FieldMeta, TypeMeta } from '../api/types'
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

const SHORT = 40

/** Takes the whole width: a table, or a text that needs it. */
function isWide(field: FieldMeta, card: Card, asked: boolean): boolean {
  if (field.kind === 'rows') return true
  const value = card.row.values[field.key]
  if (typeof value === 'string' && (field.format === 'multiline' || field.kind === 'text')) return value.length > SHORT
  return asked
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
                wide={isWide(field, card, span === 12 && !caused)}
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
