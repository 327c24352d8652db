import IconFilter from '@tabler/icons-react/dist/esm/icons/IconFilter.mjs'
import IconX from '@tabler/icons-react/dist/esm/icons/IconX.mjs'
import { lazy, Suspense, useState } from 'react'
import { useMeta } from '../api/hooks'
import type { FieldMeta, Refs, TypeMeta } from '../api/types'
import { useTranslation, withWords } from '../i18n'
import { useLocale } from '../i18n/locale'
import { LazyPopover } from '../parts/LazyPopover'
import { type Condition, filterableFields } from './condition'
import { conditionText } from './conditionText'
import classes from './list.module.css'

const FilterEditor = lazy(withWords(() => import('./FilterEditor'), 'record'))

interface Props {
  type: TypeMeta
  conditions: Condition[]
  refs: Refs
  onChange: (conditions: Condition[]) => void
  adding: boolean // the builder is open
  onAdding: (open: boolean) => void
}

/** Conditions as chips; a click edits one, «Условие» adds. */
export function Filters({ type, conditions, refs, onChange, adding, onAdding }: Props) {
  const { t } = useTranslation()
  const fields = filterableFields(type)
  return (
    <>
      {conditions.map((condition, i) => {
        const field = type.fields.find(f => f.key === condition[0])
        return field ? (
          <Chip
            key={`${condition[0]}-${i}`}
            type={type}
            field={field}
            condition={condition}
            refs={refs}
            onChange={next => onChange(conditions.map((c, at) => (at === i ? next : c)))}
            onDrop={() => onChange(conditions.filter((_, at) => at !== i))}
          />
        ) : null
      })}
      {fields.length > 0 && (
        <LazyPopover
          opened={adding}
          onChange={onAdding}
          position="bottom-start"
          label={t('list.condition')}
          target={
            <button type="button" className={classes.add} onClick={() => onAdding(!adding)} aria-keyshortcuts="F">
              <IconFilter size={14} stroke={1.7} aria-hidden />
              {t('list.condition')}
            </button>
          }
        >
          <Suspense>
            <FilterEditor
              type={type}
              refs={refs}
              onDone={next => {
                onAdding(false)
                onChange([...conditions, next])
              }}
            />
          </Suspense>
        </LazyPopover>
      )}
    </>
  )
}

interface ChipProps {
  type: TypeMeta
  field: FieldMeta
  condition: Condition
  refs: Refs
  onChange: (condition: Condition) => void
  onDrop: () => void
}

function Chip({ type, field, condition, refs, onChange, onDrop }: ChipProps) {
  const { t } = useTranslation()
  const locale = useLocale()
  const meta = useMeta()
  const [opened, setOpened] = useState(false)
  const text = conditionText(condition, field, { t, locale, refs, meta })
  return (
    <LazyPopover
      opened={opened}
      onChange={setOpened}
      position="bottom-start"
      label={field.title}
      plain
      target={
        <span className={classes.chip}>
          <button type="button" className={classes.chipText} onClick={() => setOpened(o => !o)} aria-expanded={opened}>
            {field.title}: <b>{text}</b>
          </button>
          <button
            type="button"
            className={classes.chipDrop}
            onClick={onDrop}
            aria-label={t('list.removeCondition', { field: field.title })}
          >
            <IconX size={13} aria-hidden />
          </button>
        </span>
      }
    >
      <Suspense>
        <FilterEditor
          type={type}
          refs={refs}
          condition={condition}
          onDone={next => {
            setOpened(false)
            onChange(next)
          }}
        />
      </Suspense>
    </LazyPopover>
  )
}
