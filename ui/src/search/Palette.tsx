import { createSpotlight, Spotlight } from '@mantine/spotlight'
import '@mantine/spotlight/styles.layer.css'
import { useDebouncedValue } from '@mantine/hooks'
import IconSearch from '@tabler/icons-react/dist/esm/icons/IconSearch.mjs'
import { useNavigate } from '@tanstack/react-router'
import { useEffect, useState } from 'react'
import { useMeta, useSearch } from '../api/hooks'
import type { FoundIn, SearchHit } from '../api/types'
import { useTranslation } from '../i18n'
import { TypeIcon } from '../icons/Icon'
import { nameBeside } from '../lib/name'
import { StatusChip } from '../parts'
import { matching, useCommands } from './commands'
import classes from './palette.module.css'

const [store, spotlight] = createSpotlight()

/** Enter takes the first line when none was walked to: what is found comes after the list was drawn. */
function runFirst() {
  const list = document.getElementById(store.getState().listId)
  if (!list?.querySelector('[data-selected]')) list?.querySelector<HTMLElement>('[data-action]')?.click()
}

/** Ctrl K: records by number or words, sections, actions. */
export default function Palette({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation()
  const [query, setQuery] = useState('')
  const [asked] = useDebouncedValue(query.trim(), 180)
  const found = useSearch(asked)
  const { pages, actions } = useCommands()
  useEffect(() => {
    spotlight.open()
    return () => spotlight.close()
  }, [])
  const shownPages = matching(pages, query)
  const shownActions = query ? matching(actions, query) : actions.slice(0, 4)
  const hits = query.trim().length > 1 ? (found.data?.hits ?? []) : []
  const nothing = query !== '' && hits.length + shownPages.length + shownActions.length === 0 && !found.isFetching
  return (
    <Spotlight.Root
      store={store}
      query={query}
      onQueryChange={setQuery}
      onSpotlightClose={onClose}
      shortcut={null}
      size={600}
      yOffset="12vh"
      radius="lg"
      scrollable
      maxHeight={460}
      transitionProps={{ duration: 120 }}
      overlayProps={{ blur: 0, backgroundOpacity: 0.35 }}
      attributes={{ content: { 'aria-label': t('shell.search') } }}
    >
      <Spotlight.Search
        placeholder={t('search.placeholder')}
        aria-label={t('search.placeholder')}
        leftSection={<IconSearch size={18} stroke={1.7} />}
        onKeyDown={e => e.key === 'Enter' && !e.nativeEvent.isComposing && runFirst()}
      />
      <Spotlight.ActionsList>
        {hits.length > 0 && (
          <Spotlight.ActionsGroup label={t('search.records')}>
            {hits.map(hit => (
              <Hit key={`${hit.type}/${hit.id}`} hit={hit} />
            ))}
          </Spotlight.ActionsGroup>
        )}
        {shownPages.length > 0 && (
          <Spotlight.ActionsGroup label={t('search.pages')}>
            {shownPages.map(c => (
              <Spotlight.Action key={c.id} label={c.title} leftSection={c.icon} onClick={c.run} />
            ))}
          </Spotlight.ActionsGroup>
        )}
        {shownActions.length > 0 && (
          <Spotlight.ActionsGroup label={t('search.commands')}>
            {shownActions.map(c => (
              <Spotlight.Action key={c.id} label={c.title} leftSection={c.icon} onClick={c.run} />
            ))}
          </Spotlight.ActionsGroup>
        )}
        {nothing && <Spotlight.Empty>{t('search.nothing', { query })}</Spotlight.Empty>}
        {hits.length > 0 && found.data?.more && <p className={classes.note}>{t('search.more')}</p>}
      </Spotlight.ActionsList>
    </Spotlight.Root>
  )
}

function Hit({ hit }: { hit: SearchHit }) {
  const { types } = useMeta()
  const navigate = useNavigate()
  const type = types.find(x => x.slug === hit.type)
  const state = type?.states.find(s => s.key === hit.status)
  return (
    <Spotlight.Action
      onClick={() => navigate({ to: '/t/$slug/$id', params: { slug: hit.type, id: hit.id }, search: {} })}
    >
      <span className={classes.hit}>
        <TypeIcon name={type?.icon ?? ''} />
        <span className={classes.text}>
          <span className={classes.title}>{nameBeside(hit.number, hit.title)}</span>
          <span className={classes.sub}>
            {[...new Set([hit.number, type?.title, hit.snippet])].filter(Boolean).join(' · ')}
          </span>
          {hit.found?.map(where => (
            <Found key={`${where.kind}/${where.name ?? where.field}`} where={where} />
          ))}
        </span>
        {state && <StatusChip phase={state.phase} title={state.title} />}
      </span>
    </Spotlight.Action>
  )
}

/** «в файле акт.pdf: …текст…», the words marked. */
function Found({ where }: { where: FoundIn }) {
  const { t } = useTranslation()
  const place =
    where.kind === 'file'
      ? t('search.inFile', { name: where.title ?? '' })
      : where.kind === 'comment'
        ? t('search.inComment')
        : where.title
  let at = 0
  return (
    <span className={classes.sub}>
      {place}
      {where.snippet && ': '}
      {where.snippet?.map(piece => {
        const key = at
        at += piece.text.length
        return piece.hit ? <mark key={key}>{piece.text}</mark> : <span key={key}>{piece.text}</span>
      })}
    </span>
  )
}
