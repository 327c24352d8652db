import { TextInput } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from '../../i18n'
import { useFormat } from '../../i18n/locale'
import { object } from '../doc/config'
import { remove, set } from '../doc/edit'
import { valueAt } from '../doc/json'
import { useEdit, useText } from '../shell/context'
import css from './routes.module.css'
import { hoursText, lengthOf, readHours, type Weekday, weekdays } from './week'

/** Hours of each day of the week. A day left empty is free. */
export function Week({ file }: { file: string }) {
  const { t } = useTranslation()
  return (
    <fieldset className={css.week} style={{ border: 0, padding: 0 }}>
      <legend className={css.sideTitle}>{t('studioRoutes.week')}</legend>
      {weekdays.map(day => (
        <DayRow key={day} file={file} day={day} />
      ))}
    </fieldset>
  )
}

function DayRow({ file, day }: { file: string; day: Weekday }) {
  const { t } = useTranslation()
  const f = useFormat()
  const text = useText(file)
  const edit = useEdit(file)
  const hours = object(valueAt(text, ['week']))[day]
  const [draft, setDraft] = useState<string | null>(null)
  const wrong = draft !== null && readHours(draft) === null
  const name = t(`studioRoutes.days.${day}`)
  function save() {
    if (draft === null || wrong) return
    const read = readHours(draft) ?? []
    edit(before => (read.length > 0 ? set(before, ['week', day], read) : remove(before, ['week', day])), `week ${day}`)
    setDraft(null)
  }
  return (
    <>
      <span>{name}</span>
      <TextInput
        size="xs"
        aria-label={name}
        placeholder={t('studioRoutes.free')}
        value={draft ?? hoursText(hours)}
        error={wrong ? t('studioRoutes.hoursHint') : null}
        onChange={e => setDraft(e.currentTarget.value)}
        onBlur={save}
        onKeyDown={e => e.key === 'Enter' && save()}
      />
      <span className={css.hours}>{lengthOf(hours) > 0 ? f.span(lengthOf(hours) * 60) : ''}</span>
    </>
  )
}
