import { Button, Select, TextInput } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { api } from '../../api/client'
import { errorText } from '../../api/fault'
import { useTranslation } from '../../i18n'
import { useFormat } from '../../i18n/locale'
import { useStudio } from '../shell/context'
import css from './routes.module.css'

interface Props {
  title: string
  calendars: { value: string; label: string }[]
  spans?: { value: string; label: string }[]
}

interface Slice {
  from: string
  to: string
  counts: boolean
  why?: string
}

interface Answer {
  due: string
  slices: Slice[]
  warning?: string
}

const local = (at: Date) => new Date(at.getTime() - at.getTimezoneOffset() * 60_000).toISOString().slice(0, 16)

/** When something begun at an instant would be due by the draft's calendar, slice by slice. */
export function WhenDue({ title, calendars, spans = [] }: Props) {
  const { t } = useTranslation()
  const f = useFormat()
  const { changes } = useStudio()
  const [calendar, setCalendar] = useState<string | null>(null)
  const [from, setFrom] = useState(() => local(new Date()))
  const [span, setSpan] = useState(spans[0]?.value ?? '8wh')
  const shown = calendars.find(c => c.value === calendar)?.value ?? calendars[0]?.value ?? ''
  const ask = useMutation({
    mutationFn: () =>
      api.post<Answer>('/config/when', {
        files: changes.files,
        calendar: shown,
        from: new Date(from).toISOString(),
        span,
      }),
  })
  return (
    <section className={css.due} aria-label={title}>
      <h3>{title}</h3>
      <form
        className={css.dueInputs}
        onSubmit={e => {
          e.preventDefault()
          ask.mutate()
        }}
      >
        {calendars.length > 1 && (
          <Select label={t('studioRoutes.calendar')} data={calendars} value={shown} onChange={setCalendar} />
        )}
        <TextInput
          type="datetime-local"
          label={t('studioRoutes.from')}
          value={from}
          onChange={e => setFrom(e.currentTarget.value)}
        />
        <TextInput
          label={t('studioRoutes.span')}
          description={t('studioRoutes.spanHint')}
          inputWrapperOrder={['label', 'input', 'description', 'error']}
          value={span}
          onChange={e => setSpan(e.currentTarget.value)}
        />
        <Button type="submit" variant="default" loading={ask.isPending}>
          {t('studioRoutes.count')}
        </Button>
      </form>
      {ask.error && <p role="alert">{errorText(ask.error, t)}</p>}
      {ask.data && (
        <>
          <p className={css.answer} role="status">
            {t('studioRoutes.due', { at: f.fullInstant(ask.data.due) })}
          </p>
          {ask.data.warning && <p>{ask.data.warning}</p>}
          <table className={css.slices}>
            <tbody>
              {ask.data.slices.map((s, at) => (
                <tr key={at} data-off={!s.counts || undefined}>
                  <td>{f.fullInstant(s.from)}</td>
                  <td>{f.fullInstant(s.to)}</td>
                  <td>{s.why ?? ''}</td>
                  <td>{s.counts ? f.span((Date.parse(s.to) - Date.parse(s.from)) / 1000) : '—'}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </>
      )}
    </section>
  )
}
