import { Button, FileButton } from '@mantine/core'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { api } from '../../api/client'
import { errorText } from '../../api/fault'
import { useTranslation } from '../../i18n'
import { notify } from '../../lib/notify'
import { saveFile } from '../../lib/save'
import { Tag } from '../../parts'
import type { Draft } from '../draft/types'
import css from './sections.module.css'

interface Shipped {
  key: string
  title: string
  installed: string | null // version; null: not installed
  shipped: string | null // version that comes with the program; null: own pack
  update: boolean
  changed_here: boolean
  requires: string[]
}

/** A pack as one file, for another installation. */
async function download(pack: string): Promise<void> {
  const { blob, name } = await api.download('/config/export', { pack })
  saveFile(blob, name)
}

/** Packs that come with the program: install, bring up to the version at hand, remove. The last two are drafts first. */
export function ShippedPacks() {
  const { t } = useTranslation()
  const client = useQueryClient()
  const navigate = useNavigate()
  const [busy, setBusy] = useState('')
  const { data } = useQuery({
    queryKey: ['studio', 'packs'],
    queryFn: () => api.get<{ items: Shipped[] }>('/config/packs'),
  })
  const act = async (pack: string, what: 'install' | 'update' | 'remove') => {
    setBusy(pack)
    try {
      if (what === 'install') {
        await api.post('/config/packs', { packs: [pack] })
      } else {
        const made = await api.post<Draft>(`/config/packs/${what}`, { pack })
        await navigate({ to: '/studio/$draft', params: { draft: made.id } })
      }
      await client.invalidateQueries({ queryKey: ['studio'] })
    } catch (error) {
      notify({ message: errorText(error, t), color: 'red' })
    } finally {
      setBusy('')
    }
  }
  const upload = async (file: File) => {
    try {
      const made = await api.upload<Draft>('/config/packs/upload', file)
      await navigate({ to: '/studio/$draft', params: { draft: made.id } })
      await client.invalidateQueries({ queryKey: ['studio'] })
    } catch (error) {
      notify({ message: errorText(error, t), color: 'red' })
    }
  }
  const items = data?.items ?? []
  return (
    <section aria-labelledby="studio-shipped">
      <div className={css.bar}>
        <h2 className={css.title} id="studio-shipped">
          {t('studio.shipped.title')}
        </h2>
        <FileButton accept="application/zip,.zip" onChange={file => file && void upload(file)}>
          {props => (
            <Button variant="default" size="xs" {...props}>
              {t('studio.shipped.upload')}
            </Button>
          )}
        </FileButton>
      </div>
      <ul className={css.rows}>
        {items.map(pack => (
          <li key={pack.key} className={css.line}>
            <span className={css.grow}>
              <b>{pack.title}</b> <code>{pack.key}</code>
            </span>
            {pack.changed_here && <Tag>{t('studio.shipped.changed')}</Tag>}
            <span className={css.note}>
              {pack.installed === null
                ? t('studio.shipped.not')
                : t('studio.shipped.version', { version: pack.installed || '—' })}
            </span>
            {pack.installed === null && (
              <Button
                size="xs"
                variant="default"
                loading={busy === pack.key}
                onClick={() => void act(pack.key, 'install')}
              >
                {t('studio.shipped.install')}
              </Button>
            )}
            {pack.update && (
              <Button
                size="xs"
                variant="default"
                loading={busy === pack.key}
                onClick={() => void act(pack.key, 'update')}
              >
                {t('studio.shipped.update', { version: pack.shipped ?? '' })}
              </Button>
            )}
            {pack.installed !== null && (
              <Button size="xs" variant="subtle" color="gray" onClick={() => void download(pack.key)}>
                {t('studio.shipped.download')}
              </Button>
            )}
            {pack.installed !== null && (
              <Button
                size="xs"
                variant="subtle"
                color="gray"
                loading={busy === pack.key}
                onClick={() => void act(pack.key, 'remove')}
              >
                {t('studio.shipped.remove')}
              </Button>
            )}
          </li>
        ))}
      </ul>
    </section>
  )
}
