import { Button, Modal } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { useNavigate } from '@tanstack/react-router'
import { useEffect, useRef, useState } from 'react'
import type { Action, Card, FieldMeta, TypeMeta } from '../api/types'
import { useFaultText } from '../fields/fault_text'
import { useTranslation } from '../i18n'
import { type WhyFix, WhyPanel } from '../parts'
import { asks, waysOut } from '../record/actions'
import { HandDialogs } from '../record/HandDialogs'
import { TransitionDialog } from '../record/TransitionDialog'
import { type Outcome, useRecord } from '../record/useRecord'
import css from './board.module.css'
import type { Lane } from './lanes'
import type { Offer, Verdict } from './offers'

interface Props {
  type: TypeMeta
  field: FieldMeta
  card: Card
  to: Lane
  lanes: Lane[]
  verdict: Verdict
  onEnd: (moved: boolean) => void
}

/** Carries out one move: runs it, asks what it needs, or says why not. */
export default function MoveDesk({ type, field, card, to, lanes, verdict, onEnd }: Props) {
  const navigate = useNavigate()
  const faultText = useFaultText()
  const hand = useRecord(type, card)
  const [offer, setOffer] = useState<Offer | null>(verdict.kind === 'go' ? verdict.offer : null)
  const [dialog, setDialog] = useState(false)
  const started = useRef<Offer | null>(null)

  const land = (outcome: Outcome) => {
    if (outcome.ok) return onEnd(true)
    const [fault] = outcome.faults
    if (!fault) return // told in a dialog of its own
    notifications.show({ color: 'red', message: faultText(fault) })
    onEnd(false)
  }
  useEffect(() => {
    if (!offer || started.current === offer) return
    started.current = offer
    if (offer.action && asks(offer.action)) setDialog(true)
    else if (offer.action) void hand.run(offer.action, {}, '', card).then(land)
    else void hand.saveCells({ [field.key]: offer.to || null }, card).then(land, () => onEnd(false))
  })
  // A refusal, a duplicate and a conflict are answered in dialogs; when the last is closed, the card is let go.
  const told = hand.refused !== null || hand.twin !== null || hand.clash !== null
  const wasTold = useRef(false)
  useEffect(() => {
    if (wasTold.current && !told && !dialog && hand.running === null) onEnd(hand.own.current !== card.revision)
    wasTold.current = told
  }, [told, dialog, hand.running, hand.own, card.revision, onEnd])

  const fix = (way: WhyFix) => {
    onEnd(false)
    const [slug, id] = way.kind === 'open' && way.type && way.id ? [way.type, way.id] : [type.slug, card.row.id]
    void navigate({ to: '/t/$slug/$id', params: { slug, id }, search: {} })
  }
  return (
    <>
      {!offer && (
        <Answer {...{ type, card, to, lanes, verdict }} onPick={setOffer} onFix={fix} onClose={() => onEnd(false)} />
      )}
      {dialog && offer?.action && (
        <TransitionDialog
          type={type}
          card={card}
          action={offer.action}
          busy={hand.running !== null}
          onRun={async (...given) => {
            const outcome = await hand.run(...given)
            if (outcome.ok) onEnd(true)
            return outcome
          }}
          onClose={() => {
            setDialog(false)
            if (!told && hand.running === null && hand.own.current === card.revision) onEnd(false)
          }}
        />
      )}
      <HandDialogs type={type} hand={hand} onFix={fix} />
    </>
  )
}

interface AnswerProps {
  card: Card
  to: Lane
  lanes: Lane[]
  verdict: Verdict
  onPick: (offer: Offer) => void
  onFix: (way: WhyFix) => void
  onClose: () => void
}

/** A record under approval goes on when it is approved: on what step it stands, and who decides there. */
function Approvers({ actions }: { actions: Action[] }) {
  const { t } = useTranslation()
  const votes = actions.filter(action => action.vote?.verdict === 'approve')
  return votes.map(({ key, vote, allowed, why }) => {
    const who = why?.who.map(w => w.title).join(', ')
    const words = allowed ? 'board.awaitsYou' : who ? 'board.awaits' : 'board.awaitsNobody'
    return <p key={key}>{t(words, { step: vote?.title, who })}</p>
  })
}

/** The move is not one step: which of several, why none, or where else. */
function Answer({ card, to, lanes, verdict, onPick, onFix, onClose }: AnswerProps) {
  const { t } = useTranslation()
  const offers = verdict.kind === 'go' ? [] : verdict.offers
  const here = card.path.find(step => step.kind === 'current')?.title ?? ''
  const heading = verdict.kind === 'choose' ? t('board.which', { to: to.title }) : t('board.noMove', { to: to.title })
  return (
    <Modal
      opened
      onClose={onClose}
      centered
      size={440}
      padding={0}
      withCloseButton={false}
      attributes={{ content: { 'aria-label': heading } }}
    >
      {verdict.kind === 'refuse' ? (
        <div role="alert">
          {offers.map(offer =>
            offer.why ? (
              <WhyPanel
                key={offer.key}
                why={waysOut(offer.why, card)}
                title={t('why.title', { action: offer.action?.title ?? t('board.moveTo', { title: to.title }) })}
                onFix={onFix}
              />
            ) : null,
          )}
        </div>
      ) : (
        <div className={css.answer}>
          <h3>{heading}</h3>
          {verdict.kind === 'nowhere' && here && <p>{t('board.noPath', { from: here, to: to.title })}</p>}
          {verdict.kind === 'nowhere' && <Approvers actions={card.actions} />}
          {offers.length > 0 && verdict.kind === 'nowhere' && <p>{t('board.instead')}</p>}
          {verdict.kind === 'nowhere' && offers.length === 0 && <p>{t('board.noWay')}</p>}
          <div className={css.answerWays}>
            {offers.map((offer, i) => (
              <Button
                key={offer.key}
                variant="default"
                onClick={() => onPick(offer)}
                {...(i === 0 ? { 'data-autofocus': true } : {})}
              >
                {offer.action ? offer.title : (lanes.find(l => l.key === offer.to)?.title ?? offer.title)}
              </Button>
            ))}
          </div>
        </div>
      )}
      <div className={css.answerFoot}>
        <Button variant={verdict.kind === 'refuse' ? 'default' : 'subtle'} color="gray" onClick={onClose}>
          {t(verdict.kind === 'choose' ? 'common.cancel' : 'board.understood')}
        </Button>
      </div>
    </Modal>
  )
}
