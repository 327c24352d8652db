import { Button } from '@mantine/core'
import { useNetwork } from '@mantine/hooks'
import { lazy, Suspense, useCallback, useState } from 'react'
import { useMeta } from '../api/hooks'
import { useTopic } from '../api/realtime'
import { useRestored, useShownSince } from '../app/keep'
import { settled } from '../app/settled'
import { useUpdate } from '../app/update'
import { useTranslation, withWords } from '../i18n'
import { useFormat } from '../i18n/locale'
import classes from './shell.module.css'

const Queue = lazy(() => settled.then(withWords(() => import('../queue/screens'), 'record')))

/** News that concerns the whole screen: no network, new rules, a new version of the program. */
export function Strips() {
  const { t } = useTranslation()
  const { online } = useNetwork()
  const restored = useRestored()
  const { hash } = useMeta()
  const [stale, setStale] = useState(false)
  const update = useUpdate()
  const onConfig = useCallback((news: { hash: string }) => setStale(news.hash !== hash), [hash])
  useTopic('kontora/config', onConfig)
  return (
    <div role="status">
      {(!online || restored) && <Offline />}
      <Suspense>
        <Queue className={classes.strip} />
      </Suspense>
      {stale && (
        <div className={classes.strip}>
          <b>{t('error.update')}</b> {t('error.updateBody')}
          <Button size="xs" variant="default" onClick={() => window.location.reload()}>
            {t('error.reload')}
          </Button>
        </div>
      )}
      {update && (
        <div className={classes.strip}>
          {t('pwa.update')}
          <Button size="xs" variant="default" onClick={update}>
            {t('pwa.reload')}
          </Button>
        </div>
      )}
    </div>
  )
}

/** Reading goes on with what was seen last; when that was is said. */
function Offline() {
  const { t } = useTranslation()
  const f = useFormat()
  const since = useShownSince()
  if (!since) return <div className={classes.strip}>{t('error.offlineEmpty')}</div>
  return <div className={classes.strip}>{t('error.offline', { time: f.instant(new Date(since).toISOString()) })}</div>
}
