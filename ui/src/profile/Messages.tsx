import { NativeSelect, TextInput } from '@mantine/core'
import { useMeta } from '../api/hooks'
import type { Prefs } from '../api/types'
import { useTranslation } from '../i18n'
import { Devices } from './Devices'
import classes from './profile.module.css'
import { useSetPrefs } from './usePrefs'

const ways = ['each', 'digest', 'none'] as const
const pushes = ['all', 'urgent', 'none'] as const

/** How messages reach me besides the bell: letters at once, once a day or never; on which devices; and when not to disturb. */
export function Messages() {
  const { t } = useTranslation()
  const { prefs } = useMeta().me
  const set = useSetPrefs()
  const clock = (key: 'digest_at' | 'quiet_from' | 'quiet_to') => ({
    type: 'time',
    label: t(`messages.${key}`),
    defaultValue: prefs[key] ?? '',
    // Saved when it is left: half a time is none.
    onBlur: (e: { currentTarget: HTMLInputElement }) => {
      const value = e.currentTarget.value || null
      if (value !== (prefs[key] ?? null)) set.mutate({ [key]: value } as Prefs)
    },
  })
  return (
    <section className={classes.card} aria-labelledby="profile-messages">
      <h2 id="profile-messages" className={classes.heading}>
        {t('messages.title')}
      </h2>
      <div className={classes.grid}>
        <NativeSelect
          label={t('messages.mail')}
          value={prefs.mail ?? 'each'}
          onChange={e => set.mutate({ mail: e.currentTarget.value as NonNullable<Prefs['mail']> })}
          data={ways.map(value => ({ value, label: t(`messages.ways.${value}`) }))}
        />
        <NativeSelect
          label={t('messages.push')}
          value={prefs.push ?? 'all'}
          onChange={e => set.mutate({ push: e.currentTarget.value as NonNullable<Prefs['push']> })}
          data={pushes.map(value => ({ value, label: t(`messages.pushes.${value}`) }))}
        />
        {prefs.mail === 'digest' && <TextInput {...clock('digest_at')} />}
      </div>
      <div className={classes.grid}>
        <TextInput {...clock('quiet_from')} />
        <TextInput {...clock('quiet_to')} />
      </div>
      <p className={classes.muted}>{t('messages.quietHint')}</p>
      <Devices />
    </section>
  )
}
