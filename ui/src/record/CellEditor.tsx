import { Button } from '@mantine/core'
import { type KeyboardEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { errorText } from '../api/fault'
import { useMeta } from '../api/hooks'
import type { Card, FaultBody, FieldMeta } from '../api/types'
import type { Cell, Cells } from '../fields/cell'
import { useFaultText } from '../fields/fault_text'
import { Icon } from '../fields/Icon'
import { kindOf } from '../fields/registry'
import { faultsByPath, faultsUnder } from '../form/answer'
import { canEdit, cellState } from './cells'
import css from './record.module.css'
import type { RecordHand } from './useRecord'

interface Props {
  field: FieldMeta
  card: Card
  hand: RecordHand
  onClose: () => void
}

/** A cell under the pen: Enter saves a line, Ctrl+Enter anything, Esc leaves it as it was. */
export function CellEditor({ field, card, hand, onClose }: Props) {
  const { t } = useTranslation()
  const faultText = useFaultText()
  const { types } = useMeta()
  // What the person saw when the editing began: a colleague's change since then is a conflict, not an overwrite.
  const [base] = useState(card)
  const [edits, setEdits] = useState<Cells>({})
  const [faults, setFaults] = useState<Record<string, FaultBody>>({})
  const [busy, setBusy] = useState(false)
  const [failed, setFailed] = useState('')
  const { Input } = kindOf(field)
  const id = `c-${field.key}`
  const cells = { ...(card.row.values as Cells), ...edits }
  const under = faultsUnder(faults, field.key)
  const general = Object.keys(faults).find(path => path !== field.key && !path.startsWith(`${field.key}.`))
  const message = under['']?.code
    ? faultText(under[''])
    : general !== undefined
      ? faultText(faults[general] as FaultBody)
      : failed
  const set = (key: string, cell: Cell) => setEdits(old => ({ ...old, [key]: cell }))
  const currency = types
    .find(type => type.slug === card.row.type)
    ?.fields.find(f => f.key === field.currencyField && f.kind === 'enum' && canEdit(card, f))

  async function save() {
    if (busy) return
    setBusy(true)
    setFailed('')
    try {
      const outcome = await hand.saveCells(edits, base)
      if (outcome.ok || outcome.faults.length === 0) onClose()
      else setFaults(faultsByPath(outcome.faults))
    } catch (error) {
      setFailed(errorText(error, t))
    } finally {
      setBusy(false)
    }
  }

  const keys = (e: KeyboardEvent) => {
    if (e.defaultPrevented) return
    if (e.key === 'Escape' && !isListOpen(e.target)) {
      e.preventDefault()
      e.stopPropagation()
      onClose()
    } else if (
      e.key === 'Enter' &&
      (e.ctrlKey || (e.target instanceof HTMLInputElement && field.kind !== 'rows' && !isListOpen(e.target)))
    ) {
      e.preventDefault()
      void save()
    }
  }
  const required = cellState(card, field).required
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: keys of the control inside bubble here
    <div className={css.editor} onKeyDown={keys}>
      <Input
        field={field}
        slug={card.row.type}
        about={{ id: card.row.id }}
        path={field.key}
        value={cells[field.key] ?? null}
        onChange={cell => set(field.key, cell)}
        a11y={{
          id,
          'aria-label': field.title,
          ...(required ? { 'aria-required': true } : {}),
          ...(message ? { 'aria-invalid': true, 'aria-describedby': `${id}-fault` } : {}),
        }}
        required={required}
        faults={under}
        refs={card.refs}
        cells={cells}
        setCell={set}
        autoFocus
        {...(currency ? { currency } : {})}
      />
      {message && (
        <p id={`${id}-fault`} className={css.cellFault} role="alert">
          <Icon name="alert" size={14} />
          {message}
        </p>
      )}
      <div className={css.editorBar}>
        <Button size="xs" onClick={() => void save()} loading={busy} loaderProps={{ type: 'dots' }}>
          {t('record.saveCell')}
        </Button>
        <Button size="xs" variant="subtle" color="gray" onClick={onClose}>
          {t('record.cancelCell')}
        </Button>
      </div>
    </div>
  )
}

const isListOpen = (target: EventTarget | null) =>
  target instanceof HTMLElement && target.getAttribute('aria-expanded') === 'true'
