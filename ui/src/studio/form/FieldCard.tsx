import IconInherited from '@tabler/icons-react/dist/esm/icons/IconCornerUpLeft.mjs'
import IconEye from '@tabler/icons-react/dist/esm/icons/IconEye.mjs'
import IconGrip from '@tabler/icons-react/dist/esm/icons/IconGripVertical.mjs'
import IconLock from '@tabler/icons-react/dist/esm/icons/IconLock.mjs'
import { type ReactNode, useRef } from 'react'
import { useTranslation } from '../../i18n'
import type { IconComponent } from '../../icons/Icon'
import { object, titleOf } from '../doc/config'
import { useWords } from '../grammar/words'
import { isUnder, usePanelFile, usePlaced } from '../panel/place'
import { itemId, useDesigner } from './designer'
import { useDrag, useDrop } from './drag'
import css from './form.module.css'
import { KindIcon } from './KindIcon'
import { type FieldShape, fieldPath } from './shape'

interface Props {
  field: FieldShape
  section: string
  wide: boolean
  help: string
  first: boolean
}

/** A field on the form. */
export function FieldCard({ field, section, wide, help, first }: Props) {
  const { t } = useTranslation()
  const { chosen, choose } = useDesigner()
  const box = useRef<HTMLDivElement>(null)
  const dragging = useDrag(box, { carries: 'field', key: field.key })
  const edge = useDrop(
    box,
    { section, field: field.key },
    wide ? ['top', 'bottom'] : ['left', 'right'],
    cargo => cargo.carries === 'new' || (cargo.carries === 'field' && cargo.key !== field.key),
  )
  const trouble = useTrouble(field.key)
  const current = chosen?.what === 'field' && chosen.key === field.key
  return (
    // biome-ignore lint/a11y/useSemanticElements: Firefox does not let a button be carried
    <div
      ref={box}
      role="button"
      tabIndex={current || (first && chosen?.what !== 'field') ? 0 : -1}
      className={css.card}
      data-item={itemId('field', field.key)}
      data-current={current || undefined}
      data-dragging={dragging || undefined}
      data-edge={edge === 'in' ? undefined : (edge ?? undefined)}
      data-trouble={trouble ?? undefined}
      aria-pressed={current}
      aria-describedby={help}
      onClick={() => choose('field', field.key)}
      onKeyDown={() => undefined}
    >
      <IconGrip size={14} stroke={1.6} aria-hidden className={css.grip} />
      <KindIcon kind={field.kind} />
      <span className={css.cardText}>
        <span className={css.cardTitle}>
          {field.title || t(`studioForm.engine.${field.key as 'status'}`, { defaultValue: field.key })}
          {field.required && (
            <>
              <span className={css.star} aria-hidden>
                {' *'}
              </span>
              <span className={css.unseen}>{t('studioForm.mark.required')}</span>
            </>
          )}
        </span>
        <code className={css.cardKey}>{field.key}</code>
      </span>
      <Marks field={field} />
      {field.kind === 'rows' && <Columns field={field} />}
    </div>
  )
}

function Marks({ field }: { field: FieldShape }) {
  const { t } = useTranslation()
  const words = useWords()
  return (
    <span className={css.marks}>
      {field.conditional && <Mark icon={IconEye} says={words.label('field', 'x-visible')} />}
      {field.locked && <Mark icon={IconLock} says={t('studioForm.mark.locked')} />}
      {(field.inherited || field.overridden) && (
        <Mark
          icon={IconInherited}
          says={t(field.overridden ? 'studioForm.mark.overridden' : 'studioForm.mark.inherited')}
          strong={field.overridden}
        />
      )}
    </span>
  )
}

function Mark({
  icon: Drawn,
  says,
  strong = false,
}: {
  icon: IconComponent
  says: string
  strong?: boolean
}): ReactNode {
  return (
    <span title={says} className={strong ? css.markStrong : undefined}>
      <Drawn size={14} stroke={1.7} aria-hidden />
      <span className={css.unseen}>{says}</span>
    </span>
  )
}

function Columns({ field }: { field: FieldShape }) {
  const columns = Object.entries(object(object(field.decl.items).properties))
  return (
    <span className={css.columns} aria-hidden>
      {columns.map(([key, column]) => (
        <span key={key}>{titleOf(column, key)}</span>
      ))}
    </span>
  )
}

/** The worst of what is wrong with the declaration of a field. */
export function useTrouble(key: string): 'error' | 'warning' | null {
  const { file } = usePanelFile()
  const found = usePlaced(file).filter(p => isUnder(p.path, fieldPath(key)))
  if (found.some(p => p.problem.severity === 'error')) return 'error'
  return found.length > 0 ? 'warning' : null
}
