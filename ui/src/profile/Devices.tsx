import { Button, Switch } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { errorText, isFault } from '../api/fault'
import { useMeta } from '../api/hooks'
import { keys } from '../api/keys'
import type { Device } from '../api/types'
import { useTranslation } from '../i18n'
import { useFormat } from '../i18n/locale'
import { notify } from '../lib/notify'
import { ErrorState, Tag } from '../parts'
import { ableIn, surroundings } from '../push/able'
import { getPush, join, leave, Refused, revoke } from '../push/device'
import { here } from '../push/here'
import classes from './profile.module.css'

/** Where I am told of messages while the program is closed: whether here, and on which devices else. */
export function Devices() {
  const { t } = useTranslation()
  const { t: common } = useTranslation()
  const { me } = useMeta()
  const client = useQueryClient()
  const query = useQuery({ queryKey: keys.devices, queryFn: getPush })
  const [able, setAble] = useState(() => ableIn(surroundings()))
  const mine = here()
  const devices = query.data?.devices ?? []
  const on = mine?.user === me.id && devices.some(d => d.id === mine.id)
  const onSettled = () => {
    setAble(ableIn(surroundings()))
    return client.invalidateQueries({ queryKey: keys.devices })
  }
  const toggle = useMutation({
    mutationFn: (wanted: boolean) => (wanted ? join(me.id) : leave()),
    onSettled,
    onError: error => {
      if (!(error instanceof Refused))
        notify({ color: 'red', message: isFault(error) ? errorText(error, common) : t('devices.failed') })
    },
  })
  const end = useMutation({
    mutationFn: (id: string) => (id === mine?.id ? leave() : revoke(id)),
    onSettled,
    onError: error => notify({ color: 'red', message: errorText(error, common) }),
  })
  const about = () => {
    if (able !== 'yes') return t(`devices.able.${able}`)
    return t(me.prefs.push === 'none' ? 'devices.muted' : 'devices.able.yes')
  }
  return (
    <>
      <Switch
        label={t('devices.here')}
        description={about()}
        checked={on}
        aria-disabled={(able !== 'yes' && !on) || query.isPending || toggle.isPending}
        onChange={event => {
          if (!toggle.isPending && !query.isPending && (able === 'yes' || on))
            toggle.mutate(event.currentTarget.checked)
        }}
      />
      {query.error ? <ErrorState error={query.error} onRetry={() => void query.refetch()} /> : null}
      {devices.length > 0 && (
        <ul className={classes.keys} aria-label={t('devices.list')}>
          {devices.map(device => (
            <One key={device.id} device={device} mine={device.id === mine?.id} onEnd={() => end.mutate(device.id)} />
          ))}
        </ul>
      )}
    </>
  )
}

function One({ device, mine, onEnd }: { device: Device; mine: boolean; onEnd: () => void }) {
  const { t } = useTranslation()
  const f = useFormat()
  const name = device.title || t('devices.unknown')
  return (
    <li className={classes.key}>
      <div>
        <b>{name}</b> {mine && <Tag tone="you">{t('devices.mine')}</Tag>}
        <p className={classes.muted}>
          {t('devices.since', { when: f.fullDate(device.created) })} ·{' '}
          {device.used ? t('devices.used', { when: f.ago(device.used) }) : t('devices.unused')}
        </p>
      </div>
      <Button variant="default" size="xs" onClick={onEnd} aria-label={`${t('devices.end')}: ${name}`}>
        {t('devices.end')}
      </Button>
    </li>
  )
}
