import { Button, Select, Textarea } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useId, useState } from 'react'
import { api } from '../api/client'
import { errorText } from '../api/fault'
import { keys } from '../api/keys'
import type { BulkAction, BulkAnswer, BulkAsked } from '../api/process'
import type { FieldMeta, Row, TypeMeta, Values } from '../api/types'
import type { Cell, Cells } from '../fields/cell'
import { currencyOf } from '../fields/money'
import { kindOf } from '../fields/registry'
import { useTranslation } from '../i18n'
import { askedBy, editableTogether } from './asked'
import { BulkFrame } from './BulkFrame'
import css from './bulk.module.css'
import type { BulkLine } from './Results'
import { useSend } from './useSend'

interface Props {
  type: TypeMeta
  rows: Row[]
  mode: 'act' | 'edit'
  onClose: (isDone: boolean) => void
}

/** Rows of a list, all at once: a button that they have, or one value for all. What would come of it is told first. */
export default function ListBulk({ type, rows, mode, onClose }: Props) {
  const { t } = useTranslation()
  const { t: common } = useTranslation()
  const touched = [keys.list(type.slug), keys.count(type.slug), keys.counts, keys.inbox(), keys.home]
  const { result, busy, failed, send, renew } = useSend(touched)
  const [frozen] = useState(rows) // what the dialog is about stays, though the list moves on
  const ids = frozen.map(row => row.id)
  const [action, setAction] = useState<BulkAction | null>(null)
  const [field, setField] = useState<FieldMeta | null>(null)
  const [cells, setCells] = useState<Cells>({})
  const [comment, setComment] = useState('')
  const [tried, setTried] = useState<BulkAsked | null>(null) // what was tried last
  const [undone, setUndone] = useState(false)

  const offered = useQuery({
    queryKey: ['bulk-actions', type.slug, ids],
    queryFn: () => api.post<{ actions: BulkAction[] }>('/bulk/actions', { type: type.slug, ids }),
    enabled: mode === 'act',
    gcTime: 0,
  })
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
  const dry = useQuery({
    queryKey: ['bulk', tried],
    queryFn: () => api.post<BulkAnswer>('/bulk', { ...tried, dry_run: true }),
    enabled: tried !== null && !result,
    staleTime: 0,
    gcTime: 0,
    retry: false,
  })
  const isTried = tried !== null && JSON.stringify(tried) === JSON.stringify(asked())
  const shown = result ?? (isTried ? dry.data : undefined)

  const post = (body: object) => (key: string) => api.post<BulkAnswer>('/bulk', body, { key })
  async function undo(records: object[]) {
    renew()
    if (await send(post({ type: type.slug, records }))) setUndone(true)
  }
  const undos = result && !undone ? result.results.flatMap(r => (r.undo ? [r.undo] : [])) : []

  return (
    <BulkFrame
      title={t(result ? 'bulk.doneTitle' : mode === 'edit' ? 'bulk.editTitle' : 'bulk.actTitle', { count: ids.length })}
      lines={frozen.map(row => lineOf(type, row))}
      answer={shown}
      looking={isTried && dry.isFetching}
      error={isTried ? dry.error : null}
      isDone={result !== null}
      failed={failed}
      onClose={onClose}
      buttons={
        result ? (
          undos.length > 0 && (
            <Button variant="default" loading={busy} loaderProps={{ type: 'dots' }} onClick={() => void undo(undos)}>
              {t('bulk.undo', { count: undos.length })}
            </Button>
          )
        ) : shown ? (
          <Button
            color={action?.danger ? 'red' : undefined}
            onClick={() => tried && void send(post(tried))}
            loading={busy}
            loaderProps={{ type: 'dots' }}
            disabled={shown.done === 0}
          >
            {t('bulk.do', { count: shown.done, total: ids.length })}
          </Button>
        ) : (
          <Button
            variant="default"
            disabled={!ready}
            loading={dry.isFetching}
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
              label: `${a.title.replace(/…$/, '')} · ${t('bulk.has', { count: a.count, total: ids.length })}`,
            }))}
            value={action?.key ?? null}
            onChange={value => {
              setAction(offered.data?.actions.find(a => a.key === value) ?? null)
              setCells({})
              renew()
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
              renew()
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
              renew()
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
              renew()
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

function lineOf(type: TypeMeta, row: Row): BulkLine {
  const sum = type.fields.find(f => f.key === type.amount)
  const amount = sum && row.values[sum.key]
  const values = row.values as Values
  return {
    id: row.id,
    type: type.slug,
    ...(sum && typeof amount === 'string' && { amount, currency: currencyOf(sum, values) }),
  }
}
