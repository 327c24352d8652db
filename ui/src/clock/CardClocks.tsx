import { Drawer, Popover } from '@mantine/core'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useCallback, useId, useState } from 'react'
import { api } from '../api/client'
import { keys } from '../api/keys'
import type { Clock } from '../api/process'
import type { Card, TypeMeta } from '../api/types'
import { useTranslation } from '../i18n'
import { usePhone } from '../lib/screen'
import { useAgain } from '../record/useAgain'
import ClockChip from './ClockChip'
import { ClockPanel } from './ClockPanel'
import css from './clocks.module.css'

interface Props {
  type: TypeMeta
  card: Card
}

/** The clocks of a record: what is left of each, and on a click why it is due then. */
export default function CardClocks({ type, card }: Props) {
  const { t } = useTranslation()
  const client = useQueryClient()
  const id = card.row.id
  const query = useQuery({
    queryKey: keys.clocks(type.slug, id),
    queryFn: ({ signal }) =>
      api.get<{ clocks: Record<string, Clock> }>(`/clocks/${type.slug}/${id}`, { explain: 1 }, signal),
    refetchInterval: 60_000,
  })
  useAgain(
    card,
    useCallback(() => void client.invalidateQueries({ queryKey: keys.clocks(type.slug, id) }), [client, type.slug, id]),
  )
  const shown = Object.entries(query.data?.clocks ?? {}).filter(([, clock]) => clock.state !== 'cancelled')
  if (shown.length === 0) return query.error ? <p className={css.quiet}>{t('clock.failed')}</p> : null
  return (
    <ul className={css.clocks}>
      {shown.map(([key, clock]) => (
        <li key={key}>
          <One id={key} clock={clock} />
        </li>
      ))}
    </ul>
  )
}

function One({ id, clock }: { id: string; clock: Clock }) {
  const { t } = useTranslation()
  const phone = usePhone()
  const [opened, setOpened] = useState(false)
  const titleId = useId()
  const close = () => setOpened(false)
  const over = clock.state !== 'running' && clock.state !== 'paused'
  const button = (
    <button
      type="button"
      className={css.open}
      aria-haspopup="dialog"
      aria-expanded={opened}
      onClick={() => setOpened(!opened)}
      onKeyDown={e => {
        if (e.key !== 'Escape' || !opened) return
        e.preventDefault()
        close()
      }}
    >
      {!over && <span className={css.title}>{clock.title}</span>}
      <ClockChip clock={{ ...clock, key: id }} />
      <span className={css.why}>{t('clock.why')}</span>
    </button>
  )
  const panel = <ClockPanel clock={clock} titleId={titleId} />
  if (phone)
    return (
      <>
        {button}
        <Drawer
          opened={opened}
          onClose={close}
          position="bottom"
          withCloseButton={false}
          size="auto"
          padding={0}
          classNames={{ content: 'k-sheet' }}
          attributes={{ content: { 'aria-label': t('clock.why') } }}
        >
          {panel}
        </Drawer>
      </>
    )
  return (
    <Popover
      opened={opened}
      onChange={next => !next && close()}
      width={440}
      position="bottom-start"
      shadow="md"
      radius="md"
      returnFocus
      withRoles={false}
      transitionProps={{ duration: 120 }}
    >
      <Popover.Target>{button}</Popover.Target>
      <Popover.Dropdown p={0} role="dialog" aria-labelledby={titleId}>
        {panel}
      </Popover.Dropdown>
    </Popover>
  )
}
