import { Button, Menu } from '@mantine/core'
import type { RefObject } from 'react'
import { useTranslation } from 'react-i18next'
import { useMeta } from '../api/hooks'
import type { Action, Card } from '../api/types'
import { Icon } from '../fields/Icon'
import { usePhone } from '../lib/screen'
import { Keycap, PersonName, WhyButton, type WhyFix } from '../parts'
import { barOf, waysOut } from './actions'
import { personOf } from './people'
import css from './record.module.css'

interface Props {
  card: Card
  running: string | null
  onRun: (action: Action) => void
  onFix: (fix: WhyFix) => void
  whyRef: RefObject<HTMLButtonElement | null>
}

/** What may be done now, in the order of the server: one filled button, two more, one that explains itself, the rest behind ⋯. */
export function ActionRow({ card, running, onRun, onFix, whyRef }: Props) {
  const { t } = useTranslation()
  const phone = usePhone()
  const bar = barOf(card.actions, phone)
  if (card.actions.length === 0) return null
  const size = phone ? 'lg' : 'sm'
  return (
    <section className={css.actions} aria-label={t('record.actions')}>
      {bar.open.length > 0 && (
        <div className={css.open}>
          {bar.open.map((action, i) => (
            <Button
              key={action.key}
              size={size}
              variant={action.likely ? 'filled' : 'default'}
              loading={running === action.key}
              loaderProps={{ type: 'dots' }}
              onClick={() => onRun(action)}
              title={action.about}
              aria-keyshortcuts={String(i + 1)}
              rightSection={phone ? undefined : <Keycap on="fill">{i + 1}</Keycap>}
            >
              <Title action={action} short={phone && i > 0} />
            </Button>
          ))}
          {phone && bar.more.length > 0 && <More actions={bar.more} onRun={onRun} size={size} />}
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
      {!phone && bar.more.length > 0 && <More actions={bar.more} onRun={onRun} size={size} />}
    </section>
  )
}

/** Whose it is, at the right end of the row. */
export function HeadPeople({ card }: { card: Card }) {
  const { t } = useTranslation()
  const { me } = useMeta()
  const people = [
    [t('record.author'), card.people.author],
    [t('record.assigneeShort'), card.people.assignee],
  ] as const
  return (
    <span className={css.people}>
      {people.map(([title, by]) => (
        <span key={title}>
          {title} <PersonName person={personOf(by, card.refs)} you={by?.endsWith(`/${me.id}`) ?? false} />
        </span>
      ))}
    </span>
  )
}

/** Three dots mean that something will be asked. */
export const titleOf = (action: Action) =>
  (action.danger || action.asks.reason) && !action.title.endsWith('…') ? `${action.title}…` : action.title

/** «Вернуть…»: beside the main button of a phone there is room for a verb; a reader hears it all. */
function Title({ action, short }: { action: Action; short: boolean }) {
  const full = titleOf(action)
  const verb = full.split(' ', 1)[0] ?? full
  if (!short || full.length <= 14 || !full.endsWith('…') || verb === full) return full
  return (
    <>
      <span aria-hidden>{verb}…</span>
      <span className="k-vh">{full}</span>
    </>
  )
}

function More({ actions, onRun, size }: { actions: Action[]; onRun: (action: Action) => void; size: string }) {
  const { t } = useTranslation()
  return (
    <Menu position="bottom-end" width={300} transitionProps={{ duration: 120 }}>
      <Menu.Target>
        <Button variant="default" size={size} px={12} aria-label={t('record.more')}>
          <Icon name="dots" size={18} />
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        {actions.map(action =>
          action.allowed ? (
            <Menu.Item key={action.key} onClick={() => onRun(action)}>
              {titleOf(action)}
            </Menu.Item>
          ) : (
            <Menu.Item
              key={action.key}
              leftSection={<Icon name="lock" />}
              closeMenuOnClick={false}
              aria-disabled
              className={css.lockedItem}
            >
              {action.title}
              <span className={css.lockedWhy}>{action.why?.failed[0]?.text}</span>
            </Menu.Item>
          ),
        )}
      </Menu.Dropdown>
    </Menu>
  )
}
