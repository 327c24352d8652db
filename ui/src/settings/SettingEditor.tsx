import { Button, Select, TextInput } from '@mantine/core'
import { DateInput } from '@mantine/dates'
import { type FormEvent, type KeyboardEvent, useId, useState } from 'react'
import { errorText, isFault } from '../api/fault'
import type { FaultBody, Json, Setting } from '../api/types'
import '../fields/mantine'
import { useCalendar } from '../fields/calendar'
import type { Cell } from '../fields/cell'
import { useFaultText } from '../fields/fault_text'
import { Icon } from '../fields/Icon'
import { kindOf } from '../fields/registry'
import { parseDay } from '../fields/typed_date'
import { faultsByPath } from '../form/answer'
import { useTranslation } from '../i18n'
import { dayOf } from '../i18n/format'
import { useFormat } from '../i18n/locale'
import { SpanInput } from './SpanInput'
import css from './settings.module.css'

/** What is asked of the server: a value of null takes back. */
export interface Change {
  value: Json
  unit: string // id; '' for the whole installation
  since: string // a day to come; '' for at once
  comment: string
}

interface Props {
  setting: Setting
  units: { value: string; label: string }[]
  onSave: (change: Change) => Promise<void>
  onClose: () => void
}

/** A parameter under the pen: the value, and why it changes. Enter saves, Esc leaves it as it was. */
export function SettingEditor({ setting, units, onSave, onClose }: Props) {
  const { t } = useTranslation()
  const faultText = useFaultText()
  const calendar = useCalendar()
  const { locale } = useFormat()
  const today = dayOf(locale.now, locale.zone)
  const tomorrow = dayOf(new Date(locale.now.getTime() + 24 * 3_600_000), locale.zone)
  const id = useId()
  const [cell, setCell] = useState<Cell>(setting.value)
  const [unit, setUnit] = useState('')
  const [since, setSince] = useState('')
  const [comment, setComment] = useState('')
  const [faults, setFaults] = useState<Record<string, FaultBody>>({})
  const [failed, setFailed] = useState('')
  const [busy, setBusy] = useState(false)
  const { field } = setting
  const fault = faults.value
  const message = fault ? faultText(fault) : failed
  const a11y = {
    id,
    'aria-describedby': [setting.about && `${id}-about`, message && `${id}-fault`].filter(Boolean).join(' '),
    ...(message ? { 'aria-invalid': true } : {}),
  }

  async function save(value: Json, where: Pick<Change, 'unit' | 'since'>) {
    setBusy(true)
    setFaults({})
    setFailed('')
    try {
      await onSave({ value, ...where, comment: comment.trim() })
    } catch (error) {
      setBusy(false)
      const body = isFault(error) ? error.body : null
      if (body?.field) setFaults(faultsByPath(body.fields?.length ? body.fields : [body]))
      else setFailed(errorText(error, t))
    }
  }
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (cell === null || cell === '') return setFailed(t('settings.needed'))
    void save(cell as Json, { unit, since })
  }
  const keys = (event: KeyboardEvent) => {
    if (event.key !== 'Escape' || event.defaultPrevented) return
    event.preventDefault()
    onClose()
  }
  const { Input } = kindOf(field)
  return (
    <form className={css.editor} onSubmit={submit} onKeyDown={keys} noValidate>
      <div className={css.inputs}>
        <div className={css.input}>
          <label htmlFor={id}>{t('settings.value')}</label>
          {setting.kind === 'span' ? (
            <SpanInput value={typeof cell === 'string' ? cell : ''} onChange={setCell} a11y={a11y} />
          ) : (
            <Input
              field={field}
              slug=""
              path="value"
              value={cell}
              onChange={setCell}
              a11y={a11y}
              required
              faults={{}}
              refs={{}}
              cells={{}}
              setCell={() => {}}
              autoFocus
            />
          )}
        </div>
        {setting.perUnit && (
          <Select
            label={t('settings.who')}
            data={[{ value: '', label: t('settings.everyone') }, ...units]}
            value={unit}
            onChange={chosen => setUnit(chosen ?? '')}
            error={faults.unit && faultText(faults.unit)}
            searchable
            allowDeselect={false}
            nothingFoundMessage={t('fields.nothingFound')}
          />
        )}
        <DateInput
          {...calendar}
          label={t('settings.since')}
          value={since || null}
          onChange={day => setSince(day ?? '')}
          dateParser={typed => parseDay(typed, today)}
          minDate={tomorrow}
          valueFormat="DD.MM.YYYY"
          placeholder={t('settings.sinceHint')}
          error={faults.since && faultText(faults.since)}
          clearable
          clearButtonProps={{ 'aria-label': t('fields.clear') }}
        />
        <TextInput
          className={css.comment}
          label={t('settings.why')}
          placeholder={t('settings.whyHint')}
          maxLength={500}
          value={comment}
          error={faults.comment && faultText(faults.comment)}
          onChange={e => setComment(e.currentTarget.value)}
        />
      </div>
      {message && (
        <p id={`${id}-fault`} className={css.fault} role="alert">
          <Icon name="alert" size={14} />
          {message}
        </p>
      )}
      <div className={css.buttons}>
        <Button type="submit" loading={busy} loaderProps={{ type: 'dots' }}>
          {t('common.save')}
        </Button>
        <Button variant="default" onClick={onClose}>
          {t('common.cancel')}
        </Button>
        {setting.own && (
          <Button
            variant="subtle"
            color="gray"
            className={css.reset}
            onClick={() => void save(null, { unit: '', since: '' })}
            disabled={busy}
          >
            {t('settings.reset')}
          </Button>
        )}
      </div>
    </form>
  )
}
