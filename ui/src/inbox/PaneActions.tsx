import { Button } from '@mantine/core'
import { useNavigate } from '@tanstack/react-router'
import { lazy, Suspense, useState } from 'react'
import { useType } from '../api/hooks'
import type { Action, Card, InboxItem } from '../api/types'
import { useDecide } from '../decide/useDecide'
import { useKeys } from '../keys/useKeys'
import { Keycap, WhyButton, type WhyFix } from '../parts'
import { asks, barOf, waysOut } from '../record/actions'
import classes from './inbox.module.css'

const PaneDialog = lazy(() => import('./PaneDialog'))

interface Props {
  item: InboxItem
  card: Card
  onDecided: () => void
}

/** The decision, in the order of the server: what may be done, then what may not and why. */
export function PaneActions({ item, card, onDecided }: Props) {
  const navigate = useNavigate()
  const decide = useDecide(onDecided)
  const { open, closed } = barOf(card.actions)
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
    Digit1: () => run(open[0]),
    Digit2: () => run(open[1]),
    Digit3: () => run(open[2]),
    KeyO: () => toCard(item.type, item.id),
  })
  if (card.actions.length === 0) return null
  return (
    <footer className={classes.actions}>
      {open.map((action, i) => (
        <Button
          key={action.key}
          size="md"
          variant={action.likely ? 'filled' : 'default'}
          title={action.about}
          aria-keyshortcuts={String(i + 1)}
          rightSection={<Keycap on="fill">{i + 1}</Keycap>}
          onClick={() => run(action)}
        >
          {action.title}
        </Button>
      ))}
      {closed?.why && (
        <>
          <span className={classes.divider} />
          <WhyButton label={closed.title} why={waysOut(closed.why, card)} onFix={fix} />
        </>
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
