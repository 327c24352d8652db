import { ActionIcon } from '@mantine/core'
import IconGrip from '@tabler/icons-react/dist/esm/icons/IconGripVertical.mjs'
import IconPlus from '@tabler/icons-react/dist/esm/icons/IconPlus.mjs'
import { type CSSProperties, useRef } from 'react'
import { packRows } from '../../form/layout'
import { useTranslation } from '../../i18n'
import { Tag } from '../../parts'
import { itemId, useDesigner } from './designer'
import { useDrag, useDrop } from './drag'
import { FieldCard } from './FieldCard'
import css from './form.module.css'
import { movable, type Place } from './ops'
import { rest, type SectionShape } from './shape'

interface Props {
  section: SectionShape
  alone: boolean // there are no sections yet
  first: boolean
  help: string
  onAdd: (place: Place, at: HTMLElement) => void
}

/** A section of the form with its fields in the rows of the real form. */
export function SectionCard({ section, alone, first, help, onAdd }: Props) {
  const { t } = useTranslation()
  const { form, base, chosen, choose } = useDesigner()
  const box = useRef<HTMLElement>(null)
  const isRest = section.key === rest
  const canMove = movable(form, base).includes(section.key)
  const dragging = useDrag(box, { carries: 'section', key: section.key }, canMove)
  const edge = useDrop(
    box,
    { section: section.key },
    ['top', 'bottom'],
    cargo => cargo.carries !== 'section' || (canMove && cargo.key !== section.key),
  )
  const title = isRest
    ? alone
      ? t('studioForm.all')
      : t('studioForm.rest')
    : section.title || t('studioForm.untitled')
  const current = chosen?.what === 'section' && chosen.key === section.key
  const cards = section.fields.flatMap(key => form.fields.get(key) ?? [])
  return (
    <section
      ref={box}
      className={css.section}
      aria-label={title}
      data-current={current || undefined}
      data-dragging={dragging || undefined}
      data-edge={edge === 'in' ? undefined : (edge ?? undefined)}
      data-in={edge ? true : undefined}
    >
      <div className={css.sectionHead}>
        {isRest ? (
          <h2 className={css.restTitle}>{title}</h2>
        ) : (
          // biome-ignore lint/a11y/useSemanticElements: Firefox does not let a button be carried
          <div
            role="button"
            tabIndex={0}
            className={css.sectionTitle}
            data-item={itemId('section', section.key)}
            aria-pressed={current}
            aria-describedby={help}
            onClick={() => choose('section', section.key)}
            onKeyDown={() => undefined}
          >
            {canMove && <IconGrip size={14} stroke={1.6} aria-hidden className={css.grip} />}
            <span>{title}</span>
            {section.inherited && <Tag>{t('studioForm.inherited')}</Tag>}
          </div>
        )}
        <ActionIcon
          size="sm"
          aria-label={t('studioForm.addTo', { title })}
          onClick={e => onAdd({ section: section.key }, e.currentTarget)}
        >
          <IconPlus size={16} stroke={1.8} />
        </ActionIcon>
      </div>
      <ul className={css.cards}>
        {packRows(cards.map(field => ({ field, span: field.span })))
          .flat()
          .map(({ field, span }) => (
            <li key={field.key} style={{ '--span': span } as CSSProperties}>
              <FieldCard
                field={field}
                section={section.key}
                wide={span === 12}
                help={help}
                first={first && field === cards[0]}
              />
            </li>
          ))}
        {cards.length === 0 && <li className={css.emptySection}>{t('studioForm.emptySection')}</li>}
      </ul>
    </section>
  )
}
