import { Button, Drawer, Group, Modal, Textarea } from '@mantine/core'
import { lazy, type ReactNode, Suspense, useMemo, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Action, Card, FaultBody, TypeMeta } from '../api/types'
import type { Cells } from '../fields/cell'
import { useFaultText } from '../fields/fault_text'
import { currencyOf } from '../fields/money'
import { FieldBox } from '../form/FieldBox'
import formCss from '../form/form.module.css'
import { currenciesInside } from '../form/layout'
import { useLiveForm } from '../form/live'
import { useSendKeys } from '../form/useSendKeys'
import { withWords } from '../i18n'
import { usePhone } from '../lib/screen'
import { MoneyText, SkeletonRows, StatusChip } from '../parts'
import { askedFields } from './actions'
import css from './record.module.css'
import type { Outcome, Proof } from './useRecord'

const SignBox = lazy(withWords(() => import('../sign/SignBox'), 'sign'))

interface Props {
  type: TypeMeta
  card: Card
  action: Action
  busy: boolean
  onRun: (action: Action, cells: Cells, comment: string, base: Card, proof?: Proof) => Promise<Outcome>
  onClose: () => void
}

const SCOPE = 'd'

/** Asks what a transition needs: a reason, fields. The verb of the title is the verb of the button. */
export function TransitionDialog({ type, card, action, busy, onRun, onClose }: Props) {
  const { t } = useTranslation()
  const phone = usePhone()
  const faultText = useFaultText()
  const [base, setBase] = useState(card)
  const [comment, setComment] = useState('')
  const sign = action.vote?.sign
  const [pin, setPin] = useState('')
  const [pinFault, setPinFault] = useState<FaultBody | 'empty' | null>(null)
  const [ready, setReady] = useState(sign === undefined) // to be signed: it must be known by whom and with what
  const [overtaken, setOvertaken] = useState<Card | null>(null)
  const [reasonFault, setReasonFault] = useState<string | null>(null)
  const reason = useRef<HTMLTextAreaElement>(null)
  const fields = useMemo(
    () =>
      askedFields(action)
        .map(key => type.fields.find(field => field.key === key))
        .filter(field => field !== undefined),
    [action, type],
  )
  const live = useLiveForm({
    type,
    fields,
    id: card.row.id,
    transition: action.key,
    cells: card.row.values as Cells,
    stored: card.row.values as Cells,
    refs: card.refs,
  })
  const verb = action.title.replace(/…$/, '')
  const required = new Set(action.asks.required)
  const approves = action.vote?.verdict === 'approve' && !sign
  const words = approves ? 'Remark' : action.vote?.verdict === 'reply' ? 'Opinion' : 'Reason'

  function land(faults: FaultBody[]) {
    const about = faults.find(fault => fault.field === 'comment')
    if (about) setReasonFault(faultText(about))
    const secret = sign && faults.find(fault => fault.field === 'pin')
    if (secret) setPinFault(secret)
    live.refuse(faults.filter(fault => fault.field !== 'comment' && fault !== secret))
  }

  async function submit() {
    if (busy || !ready) return
    if (action.asks.reason && comment.trim() === '') {
      setReasonFault(t('record.needReason'))
      reason.current?.focus()
      return
    }
    if (sign && pin === '') return setPinFault('empty')
    if (fields.length > 0 && !(await live.ready().catch(() => true))) return
    const outcome = await onRun(
      action,
      pick(
        live.cells(),
        fields.map(field => field.key),
      ),
      comment.trim(),
      base,
      sign && { pin },
    )
    setPin('') // one try, whatever became of it
    if (outcome.ok || outcome.faults.length === 0) onClose()
    else if (sign && outcome.card) setOvertaken(outcome.card)
    else {
      if (outcome.card) setBase(outcome.card)
      land(outcome.faults)
    }
  }
  useSendKeys({ send: () => void submit() }, 'dialog')

  const sum = type.fields.find(field => field.key === type.amount)
  const inside = currenciesInside(fields)
  // A calendar opens on focus and would cover what else is asked.
  const opensOnFocus = fields[0]?.kind === 'date' || fields[0]?.kind === 'instant'
  const drawn = fields.filter(field => ![...inside.values()].includes(field))
  return (
    <Frame
      title={t('record.dialogDo', { action: verb })}
      sheet={phone && sign !== undefined && fields.length === 0}
      onClose={onClose}
    >
      <form
        noValidate
        onSubmit={e => {
          e.preventDefault()
          void submit()
        }}
      >
        <p className={css.dialogWhat}>
          <span>{card.title}</span>
          {sum && typeof card.row.values[sum.key] === 'string' && (
            <b>
              <MoneyText value={String(card.row.values[sum.key])} currency={currencyOf(sum, card.row.values)} />
            </b>
          )}
        </p>
        <p className={css.dialogTo}>
          {card.number} → <StatusChip phase={action.to.phase} title={action.to.title} />
        </p>
        {action.about && <p className={css.dialogAbout}>{action.about}</p>}
        <div className={css.dialogFields}>
          {drawn.map((field, i) => {
            const told = live.stateOf(field)
            const state = {
              ...told,
              visible: true,
              required: told.required || required.has(field.key),
              readOnly: live.known && told.readOnly,
            }
            const currency = inside.get(field.key)
            return (
              <FieldBox
                key={field.key}
                live={live}
                placed={{ field, state, span: 12, caused: false, ...(currency ? { currency } : {}) }}
                slug={type.slug}
                scope={SCOPE}
                autoFocus={i === 0 && !opensOnFocus}
              />
            )
          })}
          {(action.asks.reason || action.asks.templates.length > 0 || action.danger || approves) && (
            <div className={formCss.field}>
              <Textarea
                ref={reason}
                label={t(`record.dialog${words}`)}
                description={t(`record.dialog${words}Hint`)}
                required={action.asks.reason}
                value={comment}
                error={reasonFault}
                autosize
                minRows={3}
                data-autofocus={drawn.length === 0 || opensOnFocus || undefined}
                onChange={e => {
                  setComment(e.currentTarget.value)
                  setReasonFault(null)
                }}
              />
              {action.asks.templates.length > 0 && (
                <fieldset className={css.templates}>
                  <legend className="k-vh">{t('record.dialogTemplates')}</legend>
                  {action.asks.templates.map(text => (
                    <button
                      key={text}
                      type="button"
                      className={css.template}
                      onClick={() => setComment(old => (old ? `${old.trimEnd()} ${text}` : text))}
                    >
                      {text}
                    </button>
                  ))}
                </fieldset>
              )}
            </div>
          )}
        </div>
        <Suspense fallback={<SkeletonRows rows={3} />}>
          {action.vote && sign && (
            <SignBox
              type={type}
              vote={action.vote}
              seen={base}
              overtaken={overtaken}
              pin={pin}
              onPin={typed => {
                setPin(typed)
                setPinFault(null)
              }}
              fault={pinFault}
              first={drawn.length === 0}
              onReady={setReady}
              onLook={onClose}
            />
          )}
        </Suspense>
        {live.faults[''] && <p className={formCss.fault}>{faultText(live.faults[''])}</p>}
        <Group gap="sm" mt="lg">
          {ready && (
            <Button type="submit" loading={busy} loaderProps={{ type: 'dots' }} aria-keyshortcuts="Control+Enter">
              {verb}
            </Button>
          )}
          <Button variant="default" onClick={onClose}>
            {t('common.cancel')}
          </Button>
        </Group>
      </form>
    </Frame>
  )
}

/** A dialog in the middle; on a phone the whole screen, or where only a PIN is asked a sheet above the keyboard. */
function Frame({
  title,
  sheet,
  onClose,
  children,
}: {
  title: string
  sheet: boolean
  onClose: () => void
  children: ReactNode
}) {
  const { t } = useTranslation()
  const phone = usePhone()
  const closeButtonProps = { 'aria-label': t('common.close') }
  if (sheet) {
    return (
      <Drawer
        opened
        onClose={onClose}
        position="bottom"
        size="auto"
        title={title}
        classNames={{ content: 'k-sheet', body: css.sheetBody }}
        closeButtonProps={closeButtonProps}
      >
        {children}
      </Drawer>
    )
  }
  return (
    <Modal opened onClose={onClose} title={title} fullScreen={phone} size={560} closeButtonProps={closeButtonProps}>
      {children}
    </Modal>
  )
}

const pick = (cells: Cells, keys: string[]): Cells => Object.fromEntries(keys.map(key => [key, cells[key] ?? null]))
