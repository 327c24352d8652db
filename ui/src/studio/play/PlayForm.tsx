import { Button, Textarea } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useCallback, useMemo, useRef, useState } from 'react'
import { api } from '../../api/client'
import { errorText } from '../../api/fault'
import { type OptionsAnswer, OptionsContext, type OptionsOf } from '../../api/hooks'
import type { Action, Card, FormAnswer, Meta, TypeMeta, Values } from '../../api/types'
import { type Cells, isTyped, saysNothing } from '../../fields/cell'
import { draftOf } from '../../form/answer'
import { blocksOf, inOrder } from '../../form/layout'
import { useLiveForm } from '../../form/live'
import { Sections } from '../../form/Sections'
import { Summary } from '../../form/Summary'
import { useTranslation } from '../../i18n'
import { SkeletonRows } from '../../parts'
import { askedFields } from '../../record/actions'
import { namedFiles } from './fill'
import css from './play.module.css'

export interface Sent {
  fields: Values
  fill: boolean // the rest is made up
  comment?: string
}

interface Props {
  play: string
  who: string
  slug: string
  card?: Card // with an action: the record that it is about
  action?: Action
  busy: boolean
  onSend: (sent: Sent) => void
  onClose: () => void
}

/** The form that the acting person would see: of a new record, or of what a transition asks. The play answers it. */
export default function PlayForm(props: Props) {
  const { t } = useTranslation()
  const { play, who, slug } = props
  const { data, error } = useQuery({
    queryKey: ['studio', 'play', play, 'meta', who],
    queryFn: () => api.get<Meta>(`/config/play/${play}/as/${who}/meta`),
    staleTime: Number.POSITIVE_INFINITY,
    retry: false,
  })
  const options = useMemo<OptionsOf>(
    () => ({
      key: [play, who],
      ask: ({ values, ...asked }, signal) =>
        api.get<OptionsAnswer>(
          `/config/play/${play}/as/${who}/options/${slug}`,
          { ...asked, values: values && JSON.stringify(values) },
          signal,
        ),
    }),
    [play, who, slug],
  )
  if (error) return <p className={css.bad}>{errorText(error, t)}</p>
  if (!data) return <SkeletonRows rows={4} height={44} />
  const meta = data.types.find(type => type.slug === slug)
  if (!meta || (!props.card && !meta.creatable)) {
    return (
      <p className={css.note} role="note">
        {t('studioPlay.mayNot')}
      </p>
    )
  }
  return (
    <OptionsContext value={options}>
      <Form {...props} meta={meta} />
    </OptionsContext>
  )
}

const scope = 'play'

function Form({ play, who, slug, card, action, busy, onSend, onClose, meta }: Props & { meta: TypeMeta }) {
  const { t } = useTranslation()
  const [comment, setComment] = useState('')
  const summary = useRef<HTMLDivElement>(null)
  const stored = (card?.row.values ?? null) as Cells | null
  const fields = useMemo(() => {
    const asked = action && askedFields(action)
    return meta.fields.filter(field => field.kind !== 'inverse' && (!asked || asked.includes(field.key)))
  }, [meta, action])
  const ask = useCallback(
    (body: object, signal: AbortSignal) =>
      api.post<FormAnswer>(`/config/play/${play}/as/${who}/forms/${slug}`, body, { signal }),
    [play, who, slug],
  )
  const live = useLiveForm({
    type: meta,
    fields,
    id: card?.row.id,
    transition: action?.key,
    cells: stored ?? {},
    stored,
    refs: card?.refs ?? {},
    ask,
  })
  const blocks = blocksOf(meta, live.stateOf, field => {
    if (!fields.includes(field) || field.engine || field.kind === 'number') return false
    if (action || (isTyped(field) && !live.stateOf(field).readOnly)) return true
    return !live.known || !saysNothing(live.cells()[field.key])
  })
  async function send(fill: boolean) {
    if (!fill && !(await live.ready().catch(() => true))) {
      requestAnimationFrame(() => summary.current?.focus())
      return
    }
    const values = namedFiles(fields, draftOf(fields, live.cells(), stored, live.touched()))
    onSend({ fields: values, fill, comment: comment || undefined })
  }
  const verb = action?.title.replace(/…$/, '') ?? t('studioPlay.createDo')
  return (
    <form
      noValidate
      className={css.form}
      aria-label={action ? verb : meta.title}
      onSubmit={e => {
        e.preventDefault()
        if (!busy) void send(false)
      }}
    >
      <h3 className={css.head}>{action ? verb : meta.title}</h3>
      {live.attempted && <Summary ref={summary} faults={inOrder(live.faults, blocks)} fields={fields} scope={scope} />}
      <Sections blocks={blocks} live={live} slug={slug} scope={scope} />
      {action && (
        <Textarea
          label={t('studioPlay.comment')}
          required={action.asks.reason}
          value={comment}
          autosize
          onChange={e => setComment(e.currentTarget.value)}
        />
      )}
      <div className={css.row}>
        <Button type="submit" loading={busy}>
          {verb}
        </Button>
        <Button variant="default" disabled={busy} onClick={() => void send(true)}>
          {t('studioPlay.fillRest')}
        </Button>
        <Button variant="subtle" onClick={onClose}>
          {t('common.cancel')}
        </Button>
      </div>
    </form>
  )
}
