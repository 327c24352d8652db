import { Button } from '@mantine/core'
import { useNavigate } from '@tanstack/react-router'
import { lazy, Suspense, useState } from 'react'
import { useType } from '../api/hooks'
import type { Action, Card, InboxItem } from '../api/types'
import { useDecide } from '../decide/useDecide'
import { withWords } from '../i18n'
import { useKeys } from '../keys/useKeys'
import { usePhone } from '../lib/screen'
import { Keycap, WhyButton, type WhyFix } from '../parts'
import { ActionTitle } from '../record/ActionRow'
import { asks, barOf, calm, digitOf, keysOf, waysOut } from '../record/actions'
import { MoreActions } from '../record/MoreActions'
import classes from './inbox.module.css'

const PaneDialog = lazy(withWords(() => import('./PaneDialog'), 'record', 'process'))

interface Props {
  item: InboxItem
  card: Card
  onDecided: () => void
}

/** The decision: what may be done, what may not and why; a refusal lies behind ⋯. On a phone all of it is one row. */
export function PaneActions({ item, card, onDecided }: Props) {
  const navigate = useNavigate()
  const phone = usePhone()
  const decide = useDecide(onDecided)
  const bar = barOf(card.actions, calm(2))
  const digits = keysOf(card.actions, bar)
  const type = useType(item.type)
  const [asked, setAsked] = useState<Action | null>(null)
  const run = (action: Action | undefined) => {
    if (!action) return false
    if (asks(action)) return setAsked(action)
    return void decide({ slug: item.type, id: item.id, title: item.title, action: action.key })
  }
  const toCard = (slug: string, id: string) => navigate({ to: '/t/$slug/$id', params: { slug, id }, search: {} })
  const fix = (f: WhyFix) => toCard(f.type ?? item.type, f.id ?? item.id)
  useKeys({
    Digit1: () => run(digits['1']),
    Digit2: () => run(digits['2']),
    Digit3: () => run(digits['3']),
    KeyO: () => toCard(item.type, item.id),
  })
  if (card.actions.length === 0) return null
  const more = phone && bar.closed ? [bar.closed, ...bar.more] : bar.more
  const why = !phone && bar.closed?.why && (
    <WhyButton label={bar.closed.title} why={waysOut(bar.closed.why, card)} onFix={fix} />
  )
  // Where nothing leads on yet, the step that is awaited stands first, with its reason.
  const waits = !digits['1']
  return (
    <footer className={classes.actions}>
      {waits && why}
      {bar.open.map((action, i) => {
        const digit = digitOf(digits, action)
        return (
          <Button
            key={action.key}
            size={phone ? 'lg' : 'md'}
            variant={action.likely ? 'filled' : 'default'}
            title={action.about}
            aria-keyshortcuts={digit}
            rightSection={phone || !digit ? undefined : <Keycap on="fill">{digit}</Keycap>}
            onClick={() => run(action)}
          >
            <ActionTitle action={action} short={phone && i > 0} />
          </Button>
        )
      })}
      {!waits && why && (
        <>
          <span className={classes.divider} />
          {why}
        </>
      )}
      {more.length > 0 && (
        <MoreActions actions={more} keys={digits} size={phone ? 'lg' : 'md'} caps={!phone} onRun={run} />
      )}
      <Suspense>
        {asked && type && (
          <PaneDialog
            type={type}
            card={card}
            action={asked}
            onClose={() => setAsked(null)}
            onDone={() => {
              setAsked(null)
              onDecided()
            }}
          />
        )}
      </Suspense>
    </footer>
  )
}
