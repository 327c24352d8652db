import { Button, Checkbox, Group, Modal, Radio, Textarea } from '@mantine/core'
import '@mantine/core/styles/Radio.layer.css'
import { useRef, useState } from 'react'
import { errorText, isFault } from '../api/fault'
import type { Round, RouteChange, Step } from '../api/process'
import type { Card, FieldMeta, Refs, TypeMeta } from '../api/types'
import { type Cell, textsOf } from '../fields/cell'
import { PEOPLE } from '../fields/lookup'
import { ref } from '../fields/ref'
import { Intent } from '../form/send'
import { useTranslation } from '../i18n'
import { usePhone } from '../lib/screen'
import { ballot } from './sheet'
import css from './sheet.module.css'
import { useBallot } from './useSheet'

const Picker = ref.Input

/** What is about to be said or changed, and where. */
export interface Asking {
  what: RouteChange | 'return' | 'remark' | 'answer' | 'reply'
  round: Round
  step: Step | null
  remark?: string
}

interface Props {
  asking: Asking
  type: TypeMeta
  card: Card
  refs: Refs
  onClose: () => void
}

/** Asks for people, for a step, for words: what each of these acts needs. */
export function RouteDialog({ asking, type, card, refs, onClose }: Props) {
  const { what, round, step } = asking
  const { t } = useTranslation()
  const { t: common } = useTranslation()
  const phone = usePhone()
  const send = useBallot(type, card.row.id)
  const intent = useRef(new Intent())
  const [people, setPeople] = useState<Cell>(null)
  const [to, setTo] = useState(step?.returnTo.at(-1) ?? '')
  const [text, setText] = useState('')
  const [blocking, setBlocking] = useState(false)
  const [busy, setBusy] = useState(false)
  const [wrong, setWrong] = useState<{ people?: string; text?: string; all?: string }>({})
  const asksPeople = ['delegate', 'before', 'after', 'beside', 'opinion'].includes(what)

  async function submit() {
    const chosen = textsOf(people)
    if (asksPeople && chosen.length === 0) return setWrong({ people: t('route.peopleNeed') })
    if (!asksPeople && text.trim() === '')
      return setWrong({ text: t(what === 'return' ? 'route.reasonNeed' : 'route.textNeed') })
    const body = ballot(round, step, {
      verdict: what,
      ...(asksPeople && { people: chosen }),
      ...(what === 'return' && { to_step: to }),
      ...(what === 'remark' && { blocking }),
      ...(asking.remark && { remark: asking.remark }),
      ...(text.trim() && { comment: text.trim() }),
    })
    setBusy(true)
    setWrong({})
    try {
      await send(round.route, body, intent.current.keyFor([round.route, body]))
      onClose()
    } catch (error) {
      const stale = isFault(error) && (error.body.code === 'stale_version' || error.body.code === 'stale_round')
      setWrong({ all: stale ? t('route.stale') : errorText(error, common) })
    } finally {
      setBusy(false)
    }
  }

  return (
    <Modal
      opened
      onClose={onClose}
      title={t(`route.${what}Title`, { step: step?.title ?? '' })}
      fullScreen={phone}
      size={520}
      closeButtonProps={{ 'aria-label': common('common.close') }}
    >
      <form
        noValidate
        className={css.dialog}
        onSubmit={e => {
          e.preventDefault()
          void submit()
        }}
      >
        {asksPeople && (
          <People
            type={type}
            refs={refs}
            many={what !== 'delegate'}
            value={people}
            onChange={setPeople}
            wrong={wrong.people}
          />
        )}
        {what === 'return' && (
          <Radio.Group value={to} onChange={setTo} label={t('route.step')}>
            <div className={css.radios}>
              {step?.returnTo.map(key => (
                <Radio key={key} value={key} label={round.steps.find(s => s.key === key)?.title ?? key} />
              ))}
            </div>
          </Radio.Group>
        )}
        <Textarea
          label={t(wordsOf[what] ?? (asksPeople ? 'route.note' : 'route.text'))}
          required={!asksPeople}
          value={text}
          onChange={e => setText(e.currentTarget.value)}
          error={wrong.text}
          autosize
          minRows={3}
          data-autofocus={!asksPeople || undefined}
        />
        {what === 'remark' && (
          <Checkbox
            label={t('sheet.blocking')}
            checked={blocking}
            onChange={e => setBlocking(e.currentTarget.checked)}
          />
        )}
        {wrong.all && (
          <p role="alert" className={css.wrong}>
            {wrong.all}
          </p>
        )}
        <Group gap="sm" mt="xs">
          <Button type="submit" loading={busy} loaderProps={{ type: 'dots' }}>
            {t(`route.${what}Do`)}
          </Button>
          <Button variant="default" onClick={onClose}>
            {common('common.cancel')}
          </Button>
        </Group>
      </form>
    </Modal>
  )
}

/** What the words are, where they are more than a note or a text. */
const wordsOf = { return: 'route.reason', opinion: 'route.question', reply: 'route.opinion' } as Partial<
  Record<Asking['what'], 'route.reason' | 'route.question' | 'route.opinion'>
>

interface PeopleProps {
  type: TypeMeta
  refs: Refs
  many: boolean
  value: Cell
  onChange: (value: Cell) => void
  wrong: string | undefined
}

/** Colleagues, found by letters as in any field that holds one. */
function People({ type, refs, many, value, onChange, wrong }: PeopleProps) {
  const { t } = useTranslation()
  const field: FieldMeta = {
    key: 'author',
    title: t(many ? 'route.people' : 'route.person'),
    kind: 'ref',
    target: PEOPLE,
    many,
  }
  return (
    <div>
      <label htmlFor="route-people" className={css.label}>
        {field.title}
      </label>
      <Picker
        field={field}
        slug={type.slug}
        path={field.key}
        value={value}
        onChange={onChange}
        a11y={{
          id: 'route-people',
          'data-autofocus': true,
          ...(wrong ? { 'aria-invalid': true, 'aria-describedby': 'route-people-wrong' } : {}),
        }}
        required
        faults={{}}
        refs={refs}
        cells={{}}
        setCell={() => undefined}
      />
      {wrong && (
        <p id="route-people-wrong" className={css.wrong}>
          {wrong}
        </p>
      )}
    </div>
  )
}
