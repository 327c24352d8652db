import { Button } from '@mantine/core'
import type { RefObject } from 'react'
import { useTranslation } from 'react-i18next'
import { useMeta } from '../api/hooks'
import type { Action, Card, TypeMeta } from '../api/types'
import { softHyphens } from '../lib/hyphen'
import { usePhone } from '../lib/screen'
import { Keycap, PersonName, WhyButton, type WhyFix } from '../parts'
import { type Bar, type Digit, digitOf, titleOf, waysOut } from './actions'
import { MoreActions } from './MoreActions'
import { peopleOf } from './people'
import css from './record.module.css'

interface Props {
  card: Card
  bar: Bar
  keys: Partial<Record<Digit, Action>>
  running: string | null
  onRun: (action: Action) => void
  onFix: (fix: WhyFix) => void
  whyRef: RefObject<HTMLButtonElement | null>
}

/** What may be done now: one filled button, some more, one that explains itself, the rest behind ⋯. */
export function ActionRow({ card, bar, keys, running, onRun, onFix, whyRef }: Props) {
  const { t } = useTranslation()
  const phone = usePhone()
  if (card.actions.length === 0) return null
  const size = phone ? 'lg' : 'sm'
  const more = bar.more.length > 0 && (
    <MoreActions actions={bar.more} keys={keys} size={size} caps={!phone} onRun={onRun} />
  )
  return (
    <section className={css.actions} aria-label={t('record.actions')}>
      {(bar.open.length > 0 || (phone && more)) && (
        <div className={css.open}>
          {bar.open.map((action, i) => {
            const digit = digitOf(keys, action)
            return (
              <Button
                key={action.key}
                size={size}
                variant={action.likely ? 'filled' : 'default'}
                loading={running === action.key}
                loaderProps={{ type: 'dots' }}
                onClick={() => onRun(action)}
                title={action.about}
                aria-keyshortcuts={digit}
                rightSection={phone || !digit ? undefined : <Keycap on="fill">{digit}</Keycap>}
              >
                <ActionTitle action={action} short={phone && i > 0} />
              </Button>
            )
          })}
          {phone && more}
        </div>
      )}
      {bar.closed?.why && (
        <div className={css.closed}>
          <WhyButton
            ref={whyRef}
            label={bar.closed.title}
            why={waysOut(bar.closed.why, card)}
            onFix={onFix}
            size={phone ? 'lg' : 'md'}
          />
        </div>
      )}
      {!phone && more}
    </section>
  )
}

/** Whose it is, at the right end of the row. */
export function HeadPeople({ type, card }: { type: TypeMeta; card: Card }) {
  const { t } = useTranslation()
  const { me } = useMeta()
  return (
    <span className={css.people}>
      {peopleOf(type, card).map(({ role, person }) => (
        <span key={role}>
          {t(role === 'author' ? 'record.author' : 'record.assigneeShort')}{' '}
          <PersonName person={person} you={person?.id === me.id} />
        </span>
      ))}
    </span>
  )
}

/** «Вернуть…»: beside the main button of a phone there is room for a verb; a reader hears it all. */
export function ActionTitle({ action, short }: { action: Action; short: boolean }) {
  const phone = usePhone()
  const full = titleOf(action)
  const verb = full.split(' ', 1)[0] ?? full
  if (!short || full.length <= 14 || !full.endsWith('…') || verb === full) return phone ? softHyphens(full) : full
  return (
    <>
      <span aria-hidden>{verb}…</span>
      <span className="k-vh">{full}</span>
    </>
  )
}
