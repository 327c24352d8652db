import { Button, TextInput } from '@mantine/core'
import { type ClipboardEvent, type KeyboardEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { errorText } from '../api/fault'
import type { Card, FieldMeta } from '../api/types'
import type { Cell } from '../fields/cell'
import { useFaultText } from '../fields/fault_text'
import { checkFile } from '../fields/file_check'
import { kindOf } from '../fields/registry'
import { pasted } from './attach'
import type { RecordHand } from './useRecord'
import css from './versions.module.css'

interface Props {
  field: FieldMeta
  card: Card
  hand: RecordHand
  onClose: () => void
}

/** The next version of a file: chosen, dropped or pasted, with what has changed in it. */
export default function NewVersion({ field, card, hand, onClose }: Props) {
  const { t } = useTranslation()
  const faultText = useFaultText()
  const [base] = useState(card) // what the person saw: somebody else's version since then is a conflict
  const [file, setFile] = useState<Cell>(null)
  const [comment, setComment] = useState('')
  const [busy, setBusy] = useState(false)
  const [message, setMessage] = useState('')
  const { Input } = kindOf(field)

  const paste = (e: ClipboardEvent) => {
    const [first] = pasted(e.clipboardData)
    if (!first || checkFile(field, first)) return
    e.preventDefault()
    setFile(first)
  }
  async function save() {
    if (busy || !file) return
    setBusy(true)
    setMessage('')
    try {
      const said = comment.trim()
      const outcome = await hand.saveCells({ [field.key]: file }, base, said ? { comment: said } : {})
      const fault = outcome.ok ? undefined : outcome.faults[0]
      if (fault) setMessage(faultText(fault.fields?.[0] ?? fault))
      else onClose()
    } catch (error) {
      setMessage(errorText(error, t))
    } finally {
      setBusy(false)
    }
  }
  const onKeys = (e: KeyboardEvent) => {
    if (e.key === 'Escape') {
      e.stopPropagation()
      onClose()
    } else if (e.key === 'Enter' && (e.ctrlKey || e.target instanceof HTMLInputElement) && file) {
      e.preventDefault()
      void save()
    }
  }
  const id = `v-${field.key}`
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: keys and pastes of the controls inside bubble here
    <div className={css.form} onPaste={paste} onKeyDown={onKeys}>
      <Input
        field={field}
        slug={card.row.type}
        about={{ id: card.row.id }}
        path={field.key}
        value={file}
        onChange={setFile}
        a11y={{
          id,
          'aria-label': field.title,
          ...(message ? { 'aria-invalid': true, 'aria-describedby': `${id}-fault` } : {}),
        }}
        required={false}
        faults={{}}
        refs={card.refs}
        cells={{}}
        setCell={() => {}}
        autoFocus
      />
      <TextInput
        label={t('record.versionComment')}
        value={comment}
        maxLength={5000}
        onChange={e => setComment(e.currentTarget.value)}
      />
      {message && (
        <p id={`${id}-fault`} className={css.fault} role="alert">
          {message}
        </p>
      )}
      <div className={css.bar}>
        <Button size="xs" disabled={!file} loading={busy} loaderProps={{ type: 'dots' }} onClick={() => void save()}>
          {t('record.versionSave')}
        </Button>
        <Button size="xs" variant="subtle" color="gray" onClick={onClose}>
          {t('record.cancelCell')}
        </Button>
      </div>
    </div>
  )
}
