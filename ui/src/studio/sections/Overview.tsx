import { ActionIcon, Button, Modal } from '@mantine/core'
import IconPlus from '@tabler/icons-react/dist/esm/icons/IconPlus.mjs'
import IconTrash from '@tabler/icons-react/dist/esm/icons/IconTrash.mjs'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Link, useNavigate, useParams } from '@tanstack/react-router'
import { useState } from 'react'
import { api } from '../../api/client'
import { useTranslation } from '../../i18n'
import { useFormat } from '../../i18n/locale'
import { Ago, Tag } from '../../parts'
import { fileOf, names } from '../doc/config'
import { print } from '../doc/json'
import type { DraftListed } from '../draft/types'
import { useConfig, useDraft, useStudio } from '../shell/context'
import { liveDraft } from '../shell/remember'
import { NameDialog } from './NameDialog'
import { ShippedPacks } from './ShippedPacks'
import css from './sections.module.css'

/** Where the Studio begins: packs, drafts, what is in force. */
export function Overview() {
  const { t } = useTranslation()
  const f = useFormat()
  const { live } = useStudio()
  return (
    <div className={css.wide}>
      <p className={css.lead}>{t('studio.overview.lead')}</p>
      <p className={css.note}>
        {t('studio.overview.live', { day: f.instant(live.at) })} ·{' '}
        {t('studio.overview.base', { revision: live.revision })}
        {live.note && ` · ${live.note}`}
      </p>
      <Packs />
      <Drafts />
      <ShippedPacks />
    </div>
  )
}

function Packs() {
  const { t } = useTranslation()
  const { draft = liveDraft } = useParams({ strict: false })
  const config = useConfig()
  const store = useDraft()
  const navigate = useNavigate()
  const [naming, setNaming] = useState(false)
  const open = (pack: string) =>
    navigate({ to: '/studio/$draft/p/$pack/$section', params: { draft, pack, section: 'types' } })
  return (
    <section aria-labelledby="studio-packs">
      <div className={css.bar}>
        <h2 className={css.title} id="studio-packs">
          {t('studio.places.packs')}
        </h2>
        <Button
          variant="default"
          size="xs"
          leftSection={<IconPlus size={14} stroke={1.8} aria-hidden />}
          onClick={() => setNaming(true)}
        >
          {t('studio.overview.newPack')}
        </Button>
      </div>
      <ul className={css.cards}>
        {config.packs.map(pack => (
          <li key={pack.key}>
            <Link
              className={css.card}
              to="/studio/$draft/p/$pack/$section"
              params={{ draft, pack: pack.key, section: 'types' }}
            >
              <span className={css.cardBody}>
                <b>{pack.title}</b>
                <code>{pack.key}</code>
                <small>{t('studio.overview.types', { count: config.typesOf(pack.key).length })}</small>
              </span>
              {typeof pack.own.version === 'string' && <Tag>{pack.own.version}</Tag>}
            </Link>
          </li>
        ))}
      </ul>
      {naming && (
        <NameDialog
          title={t('studio.overview.newPack')}
          taken={config.packs.map(p => p.key)}
          otherwise="pack"
          onClose={() => setNaming(false)}
          onName={(title, key) => {
            const base = config.packs.filter(p => names(p.own.requires).length === 0).map(p => p.key)
            const body = {
              $schema: '../meta/pack.schema.json',
              title,
              version: '1.0.0',
              requires: base,
              roles: {},
              menu: {},
            }
            store.edit({ [fileOf.pack(key)]: `${print(body, 0)}\n` }, `pack ${key}`)
            void open(key)
          }}
        />
      )}
    </section>
  )
}

function Drafts() {
  const { t } = useTranslation()
  const { draft = liveDraft } = useParams({ strict: false })
  const client = useQueryClient()
  const navigate = useNavigate()
  const [dropping, setDropping] = useState<DraftListed | null>(null)
  const { data } = useQuery({
    queryKey: ['studio', 'drafts'],
    queryFn: () => api.get<{ items: DraftListed[] }>('/config/drafts'),
  })
  const drop = async (one: DraftListed) => {
    await api.del(`/config/drafts/${one.id}`)
    setDropping(null)
    if (one.id === draft) await navigate({ to: '/studio/$draft', params: { draft: liveDraft } })
    await client.invalidateQueries({ queryKey: ['studio', 'drafts'] })
  }
  return (
    <section aria-labelledby="studio-drafts">
      <h2 className={css.title} id="studio-drafts">
        {t('studio.overview.drafts')}
      </h2>
      {data?.items.length === 0 && <p className={css.note}>{t('studio.overview.noDrafts')}</p>}
      <ul className={css.rows}>
        {data?.items.map(one => (
          <li key={one.id} className={css.line} data-current={one.id === draft || undefined}>
            <Link to="/studio/$draft" params={{ draft: one.id }} className={css.grow}>
              {one.title}
            </Link>
            <span className={css.note}>
              {one.author?.name} · {t('studio.status.changes', { count: one.files.length })} ·{' '}
              <Ago value={one.updated} />
              {one.behind && ` · ${t('studio.overview.behind')}`}
            </span>
            <ActionIcon
              size="sm"
              aria-label={t('studio.overview.drop', { title: one.title })}
              onClick={() => setDropping(one)}
            >
              <IconTrash size={15} stroke={1.8} />
            </ActionIcon>
          </li>
        ))}
      </ul>
      {dropping && (
        <Modal opened onClose={() => setDropping(null)} title={t('studio.overview.dropAsk', { title: dropping.title })}>
          <div className={css.form}>
            <p className={css.note}>{t('studio.overview.dropBody', { count: dropping.files.length })}</p>
            <Button color="red.9" onClick={() => void drop(dropping)}>
              {t('studio.overview.dropDo')}
            </Button>
          </div>
        </Modal>
      )}
    </section>
  )
}
