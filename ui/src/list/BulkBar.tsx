import { ActionIcon, Button } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import IconX from '@tabler/icons-react/dist/esm/icons/IconX.mjs'
import { useState } from 'react'
import { api } from '../api/client'
import { errorText } from '../api/fault'
import type { FieldMeta, Row, TypeMeta } from '../api/types'
import { useTranslation } from '../i18n'
import { Sums } from './Foot'
import classes from './list.module.css'
import { nothing, type Selection, wholeOf } from './selection'
import type { Counted, ListParams } from './useList'

interface Props {
  type: TypeMeta
  params: ListParams // what the list shows
  rows: Row[] // of it, loaded
  count: Counted | undefined
  selection: Selection
  money: FieldMeta | undefined
  onSelection: (selection: Selection) => void
  onDo: (mode: 'act' | 'edit') => void
}

/** Floats over the list while something is chosen: how much, what may be done with it, and that there is more. */
export function BulkBar({ type, params, rows, count, selection, money, onSelection, onDo }: Props) {
  const { t } = useTranslation()
  const n = selection.ids.size
  if (n === 0) return null
  const chosen = rows.filter(row => selection.ids.has(row.id))
  const tooMany = n > type.bulkLimit
  return (
    <div className={classes.bulk} role="status">
      <b>{t('list.selected', { count: n })}</b>
      {money && chosen.length === n && (
        <span>
          <Sums field={money} rows={chosen} />
        </span>
      )}
      {tooMany ? (
        <span>{t('list.atMost', { count: type.bulkLimit })}</span>
      ) : (
        <More {...{ type, params, rows, count, selection, onSelection }} />
      )}
      <Button size="xs" disabled={tooMany} onClick={() => onDo('act')}>
        {t('list.actMany')}
      </Button>
      <Button size="xs" variant="default" disabled={tooMany} onClick={() => onDo('edit')}>
        {t('list.editMany')}
      </Button>
      <ActionIcon aria-label={t('list.clearSelection')} onClick={() => onSelection(nothing)}>
        <IconX size={16} aria-hidden />
      </ActionIcon>
    </div>
  )
}

/** Everything that is loaded is chosen: the rest of the list can be, or there is more of it than goes at once. */
function More({ type, params, rows, count, selection, onSelection }: Omit<Props, 'money' | 'onDo'>) {
  const { t } = useTranslation()
  const [busy, setBusy] = useState(false)
  const isAll = rows.length > 1 && rows.every(row => selection.ids.has(row.id))
  const isMore = count !== undefined && (!count.exact || count.count > rows.length)
  if (selection.whole || !isAll || !isMore) return null
  if (count.count > type.bulkLimit)
    return (
      <span>
        {t(count.exact ? 'list.wholeTooBig' : 'list.wholeFarTooBig', { count: count.count, max: type.bulkLimit })}
      </span>
    )
  async function chooseWhole() {
    setBusy(true)
    try {
      onSelection(wholeOf((await api.post<{ ids: string[] }>('/bulk/selection', { type: type.slug, ...params })).ids))
    } catch (error) {
      notifications.show({ color: 'red', message: errorText(error, t) })
    } finally {
      setBusy(false)
    }
  }
  return (
    <button type="button" className={classes.textButton} data-main disabled={busy} onClick={() => void chooseWhole()}>
      {count.exact ? t('list.whole', { count: count.count }) : t('list.wholeUncounted')}
    </button>
  )
}
