import { Button } from '@mantine/core'
import IconPlus from '@tabler/icons-react/dist/esm/icons/IconPlus.mjs'
import { Link, useNavigate, useParams } from '@tanstack/react-router'
import type { TFunction } from 'i18next'
import { useState } from 'react'
import { useTranslation } from '../../i18n'
import { TypeIcon } from '../../icons/Icon'
import { EmptyState, Tag } from '../../parts'
import { type Config, fileOf, names, object, type TypeFile, text } from '../doc/config'
import { set } from '../doc/edit'
import { print, valueAt } from '../doc/json'
import { useConfig, useDraft, useStudio } from '../shell/context'
import { liveDraft } from '../shell/remember'
import type { SectionProps } from '../shell/sections'
import { withSchema } from './KeyedFiles'
import { NameDialog } from './NameDialog'
import css from './sections.module.css'

/** Types of records of a pack, and the way to a new one. */
export default function TypesSection({ pack }: SectionProps) {
  const { t } = useTranslation()
  const { draft = liveDraft } = useParams({ strict: false })
  const config = useConfig()
  const store = useDraft()
  const navigate = useNavigate()
  const [naming, setNaming] = useState(false)
  const types = config.typesOf(pack)
  return (
    <div className={css.wide}>
      <div className={css.bar}>
        <Button leftSection={<IconPlus size={15} stroke={1.8} aria-hidden />} onClick={() => setNaming(true)}>
          {t('studio.overview.newType')}
        </Button>
      </div>
      {types.length === 0 && <EmptyState title={t('studio.types.none')}>{t('studio.types.noneBody')}</EmptyState>}
      <ul className={css.cards}>
        {types.map(type => (
          <TypeCard key={type.key} type={type} draft={draft} />
        ))}
      </ul>
      {naming && (
        <NameDialog
          title={t('studio.overview.newType')}
          taken={types.map(type => type.key)}
          otherwise="type"
          onClose={() => setNaming(false)}
          onName={(title, key) => {
            store.edit(newType(config, pack, key, title, t), `type ${key}`)
            void navigate({
              to: '/studio/$draft/t/$pack/$type/$section',
              params: { draft, pack, type: key, section: 'form' },
            })
          }}
        />
      )}
    </div>
  )
}

/**
 * A type that works at once: one field, two states, its author may do everything. It is put into the menu, so that
 * people find it.
 */
export function newType(config: Config, pack: string, key: string, title: string, t: TFunction) {
  const said = withSchema('type', {
    title,
    icon: 'file',
    data: { properties: { title: { title: t('studio.types.subject'), type: 'string' } }, required: ['title'] },
    lifecycle: {
      states: { draft: t('studio.types.draft'), done: t('studio.types.done') },
      transitions: { finish: { title: t('studio.types.finish'), from: 'draft', to: 'done', who: 'author' } },
    },
    access: { author: { who: 'author', read: '*', can: ['create', 'comment'] } },
  })
  const packFile = fileOf.pack(pack)
  const source = config.source(packFile) ?? ''
  const group = Object.keys(object(config.pack(pack)?.own.menu))[0]
  const items = group ? names(object(valueAt(source, ['menu', group])).items) : []
  const menu = group
    ? set(source, ['menu', group, 'items'], [...items, key])
    : set(source, ['menu', 'main'], { title: text(config.pack(pack)?.own.title) || pack, items: [key] })
  return { [fileOf.type(pack, key)]: `${print(said, 0)}\n`, [packFile]: menu }
}

function TypeCard({ type, draft }: { type: TypeFile; draft: string }) {
  const { t } = useTranslation()
  const { live, changes } = useStudio()
  const fields = Object.keys(object(object(type.whole.data).properties)).length
  const states = Object.keys(object(object(type.whole.lifecycle).states)).length
  const fresh = type.file in changes.files
  return (
    <li>
      <Link
        className={css.card}
        to="/studio/$draft/t/$pack/$type/$section"
        params={{ draft, pack: type.pack, type: type.key, section: 'form' }}
      >
        <TypeIcon name={text(type.whole.icon)} size={20} />
        <span className={css.cardBody}>
          <b>{type.title}</b>
          <code>{type.key}</code>
          <small>
            {t('studio.types.fields', { count: fields })}
            {states > 0 && ` · ${t('studio.types.states', { count: states })}`}
          </small>
        </span>
        {type.own.abstract === true && <Tag>{t('studio.types.abstract')}</Tag>}
        {fresh && <Tag>{t(type.file in live.files ? 'studio.overview.changed' : 'studio.overview.added')}</Tag>}
      </Link>
    </li>
  )
}
