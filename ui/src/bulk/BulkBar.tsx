import { Button } from '@mantine/core'
import { useState } from 'react'
import type { InboxItem } from '../api/types'
import { useTranslation } from '../i18n'
import BulkDialog from './BulkDialog'
import css from './bulk.module.css'

interface Props {
  items: InboxItem[]
  onClear: () => void
}

/** What is chosen, and what may be done with all of it. */
export default function BulkBar({ items, onClear }: Props) {
  const { t } = useTranslation()
  const { t: common } = useTranslation()
  const [open, setOpen] = useState(false)
  const [frozen, setFrozen] = useState(items) // what the dialog is about stays, though the queue moves on
  const able = items.filter(item => item.action)
  const titles = [...new Set(able.map(item => item.action?.title))]
  return (
    <div className={css.bar} role="toolbar" aria-label={t('bulk.toolbar')}>
      <span>{t('bulk.chosen', { count: items.length })}</span>
      <Button
        size="sm"
        disabled={able.length === 0}
        onClick={() => {
          setFrozen(able)
          setOpen(true)
        }}
      >
        {titles.length === 1 ? `${titles[0]}…` : t('bulk.act')}
      </Button>
      <Button size="sm" variant="default" onClick={onClear}>
        {common('common.cancel')}
      </Button>
      {open && (
        <BulkDialog
          items={frozen}
          onClose={isDone => {
            setOpen(false)
            if (isDone) onClear()
          }}
        />
      )}
    </div>
  )
}
