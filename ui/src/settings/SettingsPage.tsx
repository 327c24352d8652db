import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { api } from '../api/client'
import { keys } from '../api/keys'
import type { Setting, SettingsAnswer } from '../api/types'
import { useTranslation } from '../i18n'
import { notify } from '../lib/notify'
import { EmptyState, ErrorState, SkeletonRows } from '../parts'
import { Page } from '../shell/Page'
import { byPack, merged } from './packs'
import type { Change } from './SettingEditor'
import { SettingRow } from './SettingRow'
import css from './settings.module.css'

/** Parameters of the packs that I may change. They hold at once, for everybody. */
export function SettingsPage() {
  const { t } = useTranslation()
  const client = useQueryClient()
  const { data, error, refetch } = useQuery({
    queryKey: keys.settings,
    queryFn: () => api.get<SettingsAnswer>('/settings'),
  })
  const [editing, setEditing] = useState<string | null>(null)

  async function save(setting: Setting, change: Change) {
    const answer = await api.put<SettingsAnswer>(`/settings/${setting.key}`, change)
    client.setQueryData<SettingsAnswer>(keys.settings, old => merged(old, answer))
    // Buttons, forms and reasons are judged anew by the new value.
    void client.invalidateQueries({ predicate: query => query.queryKey[0] !== keys.settings[0] })
    notify({ message: t('settings.saved', { title: setting.title }), color: 'green' })
  }
  return (
    <Page title={t('settings.title')} back="/">
      <div className={css.page}>
        <p className={css.lead}>{t('settings.lead')}</p>
        {error && !data && <ErrorState error={error} title={t('settings.failed')} onRetry={() => void refetch()} />}
        {!data && !error && <SkeletonRows rows={5} height={72} />}
        {data?.settings.length === 0 && <EmptyState title={t('settings.none')}>{t('settings.noneBody')}</EmptyState>}
        {data &&
          byPack(data.settings).map(pack => (
            <section key={pack.key} aria-labelledby={`pack-${pack.key}`}>
              <h2 className={css.pack} id={`pack-${pack.key}`}>
                {pack.title}
              </h2>
              <ul className={css.list}>
                {pack.settings.map(setting => (
                  <SettingRow
                    key={setting.key}
                    setting={setting}
                    refs={data.refs}
                    units={data.units}
                    editing={editing === setting.key}
                    onEdit={on => setEditing(on ? setting.key : null)}
                    onSave={change => save(setting, change)}
                  />
                ))}
              </ul>
            </section>
          ))}
      </div>
    </Page>
  )
}
