import { Button, Select, Textarea } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useId, useMemo, useState } from 'react'
import { api } from '../api/client'
import { errorText } from '../api/fault'
import type { BulkAction, BulkActions, BulkAsked } from '../api/process'
import type { FieldMeta, TypeMeta } from '../api/types'
import type { Cell, Cells } from '../fields/cell'
import { kindOf } from '../fields/registry'
import { useTranslation } from '../i18n'
import { askedBy, editableTogether } from './asked'
import { BulkFrame } from './BulkFrame'
import css from './bulk.module.css'
import { portionsOf } from './job'
import { useBulk } from './useBulk'
import { useTrial } from './useTrial'

interface Props {
  type: TypeMeta
  ids: string[]
  mode: 'act' | 'edit'
  onClose: (isDone: boolean) => void
}

/** Rows of a list, all at once: a button that they have, or one value for all. What would come of it is told first. */
export default function ListBulk({ type, ids: chosenIds, mode, onClose }: Props) {
  const { t } = useTranslation()
  const { t: common } = useTranslation()
  const bulk = useBulk(type.slug)
  const [ids] = useState(chosenIds) // what the dialog is about stays, though the list moves on
  const [action, setAction] = useState<BulkAction | null>(null)
  const [field, setField] = useState<FieldMeta | null>(null)
  const [cells, setCells] = useState<Cells>({})
  const [comment, setComment] = useState('')
  const [tried, setTried] = useState<BulkAsked | null>(null) // what was tried last

  const offered = useQuery({
    queryKey: ['bulk-actions', type.slug, ids],
    queryFn: () => api.post<BulkActions>('/bulk/actions', { type: type.slug, ids }),
    enabled: mode === 'act',
    gcTime: 0,
  })
  const looked = offered.data?.looked ?? ids.length
  const hasOf = (count: number) => t(looked < ids.length ? 'bulk.hasFirst' : 'bulk.has', { count, total: looked })
  const inputs =
    mode === 'edit'
      ? field
        ? [field]
        : []
      : type.fields.filter(f => action?.fields.includes(f.key) && editableTogether(f))
  const chosen = mode === 'edit' ? field !== null : action !== null
  const ready = chosen && !(action?.reason && comment.trim() === '')
  const asked = (): BulkAsked => ({
    type: type.slug,
    ids,
    ...(action && askedBy(action)),
    ...(inputs.length > 0 && { fields: Object.fromEntries(inputs.map(f => [f.key, cells[f.key] ?? null])) }),
    ...(comment.trim() && { comment: comment.trim() }),
  })
  const isTried = tried !== null && JSON.stringify(tried) === JSON.stringify(asked())
  const parts = useMemo(() => tried && portionsOf(tried), [tried])
  const trial = useTrial(parts)
  const shown = isTried ? trial.data : undefined
  const title = action?.title ?? field?.title ?? ''

  return (
    <BulkFrame
      title={t(mode === 'edit' ? 'bulk.editTitle' : 'bulk.actTitle', { count: ids.length })}
      count={ids.length}
      bulk={bulk}
      trial={shown}
      looking={isTried && trial.isFetching && trial.progress}
      error={isTried ? trial.error : null}
      onClose={onClose}
      button={
        shown ? (
          <Button
            color={action?.danger ? 'red.9' : undefined}
            onClick={() => parts && void bulk.send(parts, title)}
            disabled={shown.done === 0}
          >
            {t('bulk.do', { count: shown.done, total: ids.length })}
          </Button>
        ) : (
          <Button
            variant="default"
            disabled={!ready}
            loading={trial.isFetching}
            loaderProps={{ type: 'dots' }}
            onClick={() => setTried(asked())}
          >
            {t('bulk.try')}
          </Button>
        )
      }
    >
      <div className={css.choice}>
        {mode === 'act' ? (
          <Select
            label={t('bulk.action')}
            placeholder={offered.data?.actions.length === 0 ? t('bulk.noActions') : t('bulk.choose')}
            disabled={!offered.data || offered.data.actions.length === 0}
            data={(offered.data?.actions ?? []).map(a => ({
              value: a.key,
              label: `${a.title.replace(/…$/, '')} · ${hasOf(a.count)}`,
            }))}
            value={action?.key ?? null}
            onChange={value => {
              setAction(offered.data?.actions.find(a => a.key === value) ?? null)
              setCells({})
            }}
            error={offered.error && errorText(offered.error, common)}
            data-autofocus
          />
        ) : (
          <Select
            label={t('bulk.field')}
            placeholder={t('bulk.choose')}
            data={type.fields.filter(editableTogether).map(f => ({ value: f.key, label: f.title }))}
            value={field?.key ?? null}
            onChange={value => {
              setField(type.fields.find(f => f.key === value) ?? null)
              setCells({})
            }}
            searchable
            nothingFoundMessage={common('fields.nothingFound')}
            data-autofocus
          />
        )}
        {inputs.map(f => (
          <OneInput
            key={f.key}
            field={f}
            type={type}
            cells={cells}
            onChange={cell => {
              setCells(old => ({ ...old, [f.key]: cell }))
            }}
          />
        ))}
        {action?.reason && (
          <Textarea
            label={t('route.reason')}
            description={t('bulk.reasonHint')}
            required
            autosize
            minRows={2}
            value={comment}
            onChange={e => {
              setComment(e.currentTarget.value)
            }}
          />
        )}
      </div>
    </BulkFrame>
  )
}

interface OneProps {
  field: FieldMeta
  type: TypeMeta
  cells: Cells
  onChange: (cell: Cell) => void
}

function OneInput({ field, type, cells, onChange }: OneProps) {
  const id = useId()
  const { Input } = kindOf(field)
  return (
    <div className={css.input}>
      <label htmlFor={id}>{field.title}</label>
      <Input
        field={field}
        slug={type.slug}
        path={field.key}
        value={cells[field.key] ?? null}
        onChange={onChange}
        a11y={{ id }}
        required={false}
        faults={{}}
        refs={{}}
        cells={cells}
        setCell={() => {}}
      />
    </div>
  )
}
