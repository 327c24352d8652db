import { NativeSelect, Switch } from '@mantine/core'
import '@mantine/core/styles/Switch.layer.css'
import { useMeta } from '../api/hooks'
import type { Prefs } from '../api/types'
import { useTranslation } from '../i18n'
import { useZonePlace } from '../i18n/place'
import { Avatar } from '../parts'
import { Page } from '../shell/Page'
import { ApiKeys } from './ApiKeys'
import { Messages } from './Messages'
import { MySignature } from './MySignature'
import { Password } from './Password'
import classes from './profile.module.css'
import { Substitution } from './Substitution'
import { useSetPrefs } from './usePrefs'

/** Who I am here, how the program looks to me, and my keys. */
export function ProfilePage() {
  const { t } = useTranslation()
  const { me } = useMeta()
  const zone = useZonePlace(me.zone)
  return (
    <Page title={t('profile.title')} back="/">
      <div className={classes.profile}>
        <header className={classes.who}>
          <Avatar name={me.name} id={me.id} size={48} />
          <div>
            <h2 className={classes.name}>{me.name}</h2>
            <p className={classes.muted}>{[me.position, me.unit, me.email].filter(Boolean).join(' · ')}</p>
            <p className={classes.muted}>
              {t('profile.roles')}: {me.roles.map(r => r.title).join(', ')}. {t('profile.zone')}: {zone}
            </p>
          </div>
        </header>
        <View />
        <Messages />
        <Substitution />
        <Password />
        <MySignature />
        <ApiKeys />
      </div>
    </Page>
  )
}

function View() {
  const { t } = useTranslation()
  const { me, lang } = useMeta()
  const set = useSetPrefs()
  const { prefs } = me
  return (
    <section className={classes.card} aria-labelledby="profile-view">
      <h2 id="profile-view" className={classes.heading}>
        {t('profile.view')}
      </h2>
      <div className={classes.grid}>
        <NativeSelect
          label={t('profile.lang')}
          value={prefs.lang ?? lang}
          onChange={e => set.mutate({ lang: e.currentTarget.value as NonNullable<Prefs['lang']> })}
          data={[
            { value: 'ru', label: 'Русский' },
            { value: 'en', label: 'English' },
          ]}
        />
        <NativeSelect
          label={t('profile.scheme')}
          value={prefs.scheme ?? 'auto'}
          onChange={e => set.mutate({ scheme: e.currentTarget.value as NonNullable<Prefs['scheme']> })}
          data={(['auto', 'light', 'dark'] as const).map(value => ({ value, label: t(`profile.${value}`) }))}
        />
        <NativeSelect
          label={t('profile.density')}
          value={prefs.density ?? 'normal'}
          onChange={e => set.mutate({ density: e.currentTarget.value as NonNullable<Prefs['density']> })}
          data={(['dense', 'normal', 'loose'] as const).map(value => ({ value, label: t(`list.${value}`) }))}
        />
      </div>
      <Switch
        checked={prefs.letters !== false}
        onChange={e => set.mutate({ letters: e.currentTarget.checked })}
        label={t('profile.letters')}
        description={t('profile.lettersHint')}
      />
    </section>
  )
}
