import { useQueryClient } from '@tanstack/react-query'
import { Outlet, useNavigate } from '@tanstack/react-router'
import { lazy, Suspense, useCallback, useEffect, useMemo } from 'react'
import { useMeta } from '../api/hooks'
import { keys } from '../api/keys'
import { announceWork, useTopic, type WorkEvent } from '../api/realtime'
import { PendingBar } from '../decide/PendingBar'
import { useTranslation } from '../i18n'
import { setLetters, useKeys } from '../keys/useKeys'
import { usePhone } from '../lib/screen'
import { spaced } from '../lib/spaced'
import { usePrefs } from '../profile/usePrefs'
import { BottomBar } from './BottomBar'
import { closeDialog, showDialog, useDialog } from './dialogs'
import { Nav } from './Nav'
import { Strips } from './Strips'
import classes from './shell.module.css'

const Sheets = lazy(() => import('./Sheets'))
const CreateDialog = lazy(() => import('./CreateDialog'))
const KeyMap = lazy(() => import('../keys/KeyMap'))
const Notices = lazy(() => import('../notices/Notices'))
const Palette = lazy(() => import('../search/Palette'))

/** Everything around the screens: menu, keys that work everywhere, what is heard from the server. */
export function Shell() {
  const { t } = useTranslation()
  const phone = usePhone()
  const dialog = useDialog()
  const { me } = useMeta()
  usePrefs()
  useGlobalKeys()
  useServerNews()
  useEffect(() => setLetters(me.prefs.letters !== false), [me.prefs.letters])
  return (
    <div className={classes.shell}>
      <a className={classes.skip} href="#content">
        {t('shell.skip')}
      </a>
      {!phone && <Nav />}
      <div className={classes.body}>
        <Strips />
        <div className={classes.outlet}>
          <Outlet />
        </div>
      </div>
      {phone && <BottomBar />}
      <PendingBar />
      <Suspense>
        {(dialog === 'menu' || dialog === 'more') && <Sheets dialog={dialog} />}
        {dialog === 'create' && <CreateDialog onClose={closeDialog} />}
        {dialog === 'keys' && <KeyMap onClose={closeDialog} />}
        {dialog === 'notices' && <Notices onClose={closeDialog} />}
        {dialog === 'search' && <Palette onClose={closeDialog} />}
      </Suspense>
    </div>
  )
}

function useGlobalKeys() {
  const navigate = useNavigate()
  const { menu } = useMeta()
  const first = menu[0]?.items[0]?.type
  useKeys({
    'Ctrl+KeyK': () => showDialog('search'),
    KeyC: () => showDialog('create'),
    'Shift+Slash': () => showDialog('keys'),
    'KeyG KeyD': () => navigate({ to: '/' }),
    'KeyG KeyI': () => navigate({ to: '/inbox', search: {} }),
    'KeyG KeyL': () => first && navigate({ to: '/t/$slug', params: { slug: first }, search: {} }),
  })
}

/** What others do becomes visible without a reload. */
function useServerNews() {
  const client = useQueryClient()
  const onWork = useMemo(() => {
    const forget = spaced<WorkEvent>(events => {
      const news = events.flatMap(e => [keys.card(e.type, e.id), keys.history(e.type, e.id)])
      for (const queryKey of [keys.counts, keys.home, keys.inbox(), ...news]) client.invalidateQueries({ queryKey })
    })
    return (event: WorkEvent) => {
      announceWork(event)
      forget(event)
    }
  }, [client])
  const onNotice = useCallback(() => {
    client.invalidateQueries({ queryKey: keys.notices })
    client.invalidateQueries({ queryKey: keys.home })
  }, [client])
  useTopic('kontora/work', onWork)
  useTopic('kontora/notices', onNotice)
}
