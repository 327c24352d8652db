import { ActionIcon } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { useNavigate } from '@tanstack/react-router'
import { lazy, Suspense, useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Action, Card, TypeMeta } from '../api/types'
import { Icon } from '../fields/Icon'
import { withWords } from '../i18n'
import { useFormat } from '../i18n/locale'
import { useHeightVar } from '../lib/height'
import { usePhone, useWide } from '../lib/screen'
import type { WhyFix } from '../parts'
import { type Crumb, Page } from '../shell/Page'
import { ActionRow, HeadPeople } from './ActionRow'
import { asks, barOf, calm, desk, keysOf, narrow } from './actions'
import { CardHead, CardMenu } from './CardHead'
import { canEdit } from './cells'
import { Feed } from './Feed'
import { FieldSections } from './FieldSections'
import { FilesList } from './FilesList'
import { HandDialogs } from './HandDialogs'
import { PathBar } from './PathBar'
import { peopleOf } from './people'
import { RecordRail } from './Rail'
import css from './record.module.css'
import { TransitionDialog } from './TransitionDialog'
import { useCardKeys } from './useCardKeys'
import { useFresh } from './useFresh'
import { useRecord } from './useRecord'
import { useWalk } from './useWalk'
import { WaitingLines } from './WaitingLines'

const CardClocks = lazy(withWords(() => import('../clock/CardClocks'), 'process'))

interface Props {
  type: TypeMeta
  card: Card
  crumbs: Crumb[]
  /** Transition to begin with, when the button was pressed in a list. */
  start?: string
}

export function CardView({ type, card, crumbs, start }: Props) {
  const { t } = useTranslation()
  const { date } = useFormat()
  const navigate = useNavigate()
  const phone = usePhone()
  const hand = useRecord(type, card)
  const fresh = useFresh(type, card, hand.own)
  const walk = useWalk(type.slug, card.row.id)
  const [asked, setAsked] = useState<Action | null>(null)
  const [editing, setEditing] = useState<string | null>(null)
  const composer = useRef<HTMLTextAreaElement>(null)
  const why = useRef<HTMLButtonElement>(null)
  const wide = useWide()
  const bar = barOf(card.actions, phone ? calm(2) : wide ? desk : narrow)
  const digits = keysOf(card.actions, bar)
  const head = useHeightVar('--k-head-h')

  const go = (id: string | null | undefined) => {
    // A neighbour takes the place of this one: the way back leads to the list.
    if (id) void navigate({ to: '/t/$slug/$id', params: { slug: type.slug, id }, replace: true })
  }
  const press = (action: Action | undefined) => {
    if (!action?.allowed) return
    if (asks(action)) setAsked(action)
    else void hand.run(action, {}, '')
  }
  const fix = (how: WhyFix) => {
    hand.dropRefused()
    if (how.kind === 'open' && how.type && how.id)
      void navigate({ to: '/t/$slug/$id', params: { slug: how.type, id: how.id } })
    else if (how.field) {
      setEditing(how.field)
      document.querySelector(`[data-field="${CSS.escape(how.field)}"]`)?.scrollIntoView({ block: 'center' })
    }
  }
  const copyLink = () => {
    void navigator.clipboard?.writeText(`${location.origin}/t/${type.slug}/${card.row.id}`)
    notifications.show({ message: t('record.linkCopied') })
  }
  const edit = () => {
    const near = document.activeElement?.closest<HTMLElement>('[data-field]')?.dataset.field
    const field = type.fields.find(f => f.key === near && canEdit(card, f)) ?? type.fields.find(f => canEdit(card, f))
    if (field) setEditing(field.key)
  }
  useCardKeys({ digits, walk, press, go, edit, copyLink, composer, why })
  // A button of a list leads here with its transition; the search is cleared so that going back does not repeat it.
  const started = useRef(false)
  useEffect(() => {
    if (!start || started.current) return
    started.current = true
    setAsked(card.actions.find(action => action.key === start && action.allowed) ?? null)
    void navigate({ to: '/t/$slug/$id', params: { slug: type.slug, id: card.row.id }, search: {}, replace: true })
  }, [start, card, type.slug, navigate])

  const neighbours = walk && (
    <div className={css.neighbours}>
      <ActionIcon
        variant="default"
        size={32}
        onClick={() => go(walk.prev)}
        aria-disabled={!walk.prev}
        aria-label={t('record.prev')}
        aria-keyshortcuts="["
      >
        <Icon name="up" size={18} />
      </ActionIcon>
      <ActionIcon
        variant="default"
        size={32}
        onClick={() => go(walk.next)}
        aria-disabled={!walk.next}
        aria-label={t('record.next')}
        aria-keyshortcuts="]"
      >
        <Icon name="down" size={18} />
      </ActionIcon>
    </div>
  )
  const isBare = card.actions.length === 0 && (phone || peopleOf(type, card).length === 0)
  const place = walk
    ? t('record.place', { n: walk.place, total: `${walk.total}${walk.more ? '+' : ''}` })
    : card.number || card.title
  return (
    <Page
      title={phone ? card.number || type.title : place}
      crumbs={crumbs}
      actions={phone ? <CardMenu type={type} card={card} onCopyLink={copyLink} /> : neighbours}
      back={crumbs[0]?.to ?? '/'}
      headline
      hints={[
        { caps: ['1', '2', '3'], text: t('record.hints.decide') },
        { caps: ['E'], text: t('record.hints.edit') },
        { caps: ['M'], text: t('record.hints.comment') },
        { caps: ['[', ']'], text: t('record.hints.neighbours') },
        { caps: ['.'], text: t('record.hints.why') },
        { caps: ['L'], text: t('record.hints.link') },
      ]}
      note={t('record.rules', { version: card.config.revision, date: date(card.config.at) })}
    >
      <article className={css.card} aria-label={card.title}>
        <CardHead ref={head} type={type} card={card} onCopyLink={copyLink} />
        {(card.path.length > 0 || card.waiting.length > 0 || type.clocks) && (
          <div className={css.pathRow}>
            <PathBar card={card} />
            <WaitingLines card={card} />
            <Suspense>{type.clocks && <CardClocks type={type} card={card} />}</Suspense>
          </div>
        )}
        <div className={css.actionRow} data-none={isBare || undefined}>
          <ActionRow
            card={card}
            bar={bar}
            keys={digits}
            running={hand.running}
            onRun={press}
            onFix={fix}
            whyRef={why}
          />
          {!phone && <HeadPeople type={type} card={card} />}
        </div>
        <div className={css.body}>
          <div className={css.main}>
            <div role="status">
              {fresh.note && (
                <p className={css.fresh}>
                  <Icon name="refresh" />
                  <span>{fresh.note}</span>
                  <ActionIcon size="sm" onClick={fresh.close} aria-label={t('common.close')}>
                    <Icon name="x" size={14} />
                  </ActionIcon>
                </p>
              )}
            </div>
            <FieldSections
              type={type}
              card={card}
              hand={hand}
              fresh={fresh.cells}
              editing={editing}
              onEdit={setEditing}
            />
            <FilesList type={type} card={card} hand={hand} editing={editing} onEdit={setEditing} />
            <Feed type={type} card={card} composer={composer} />
          </div>
          <RecordRail type={type} card={card} />
        </div>
      </article>
      {asked && (
        <TransitionDialog
          type={type}
          card={card}
          action={asked}
          busy={hand.running !== null}
          onRun={hand.run}
          onClose={() => setAsked(null)}
        />
      )}
      <HandDialogs type={type} hand={hand} onFix={fix} />
    </Page>
  )
}
