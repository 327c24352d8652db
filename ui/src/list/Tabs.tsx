import { ActionIcon, Button, TextInput } from '@mantine/core'
import IconPlus from '@tabler/icons-react/dist/esm/icons/IconPlus.mjs'
import { useQueries } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { type FormEvent, useState } from 'react'
import type { SavedView, TypeMeta } from '../api/types'
import { useTranslation } from '../i18n'
import { useFormat } from '../i18n/locale'
import { LazyPopover } from '../parts/LazyPopover'
import classes from './list.module.css'
import { type Counted, countQuery } from './useList'
import { type ListView, paramsOf, savedTab, viewOf } from './view'
import { useViewActions } from './viewActions'

interface Props {
  type: TypeMeta
  view: ListView
  saved: SavedView[]
}

/** Ready-made views of the type, then mine; each says how many records it has. */
export function Tabs({ type, view, saved }: Props) {
  const { t } = useTranslation()
  const { locale } = useFormat()
  const mine = saved.filter(v => v.type === type.slug)
  const tabs = [
    ...tabbed(type, view.tab, t('list.all')).map(v => ({
      tab: v.key,
      title: v.title,
    })),
    ...mine.map(v => ({ tab: savedTab(v.id), title: v.title })),
  ]
  const counts = useQueries({
    queries: tabs.map(({ tab }) =>
      countQuery(type.slug, paramsOf(viewOf({ view: tab }, type, saved), type, locale.zone)),
    ),
  })
  return (
    <nav className={classes.tabs} aria-label={t('list.tabs')}>
      {tabs.map(({ tab, title }, i) => (
        <Link
          key={tab}
          to="/t/$slug"
          params={{ slug: type.slug }}
          search={tab === tabs[0]?.tab ? {} : { view: tab }}
          className={classes.tab}
          activeOptions={{ exact: true }}
          data-on={tab === view.tab || undefined}
          aria-current={tab === view.tab ? 'page' : undefined}
        >
          {title} <Count counted={counts[i]?.data} />
        </Link>
      ))}
      <Changes type={type} view={view} />
    </nav>
  )
}

/** The list of a figure has a tab while it is shown. */
function tabbed(type: TypeMeta, shown: string, all: string) {
  const views = type.views.filter(v => !v.metric || v.key === shown)
  return views.length > 0 ? views : [{ key: '', title: all }]
}

function Count({ counted }: { counted: Counted | undefined }) {
  const f = useFormat()
  if (!counted) return null
  return (
    <small>
      {f.integer(counted.count)}
      {counted.exact ? '' : '+'}
    </small>
  )
}

/** The view was changed: keep it, keep it under a name, or put it back. */
function Changes({ type, view }: { type: TypeMeta; view: ListView }) {
  const { t } = useTranslation()
  const { update, remove } = useViewActions(type, view)
  const mine = view.saved
  return (
    <span
      className={view.changed ? classes.changed : classes.tools}
      style={{ marginLeft: view.changed ? undefined : 4 }}
    >
      {view.changed && <span>{t('list.changed')}</span>}
      {view.changed && mine && (
        <button type="button" className={classes.textButton} data-main onClick={() => update.mutate(mine.id)}>
          {t('list.saveView')}
        </button>
      )}
      {(!mine || view.changed) && <NewView type={type} view={view} />}
      {view.changed && (
        <Link
          to="/t/$slug"
          params={{ slug: type.slug }}
          search={view.tab === type.views[0]?.key ? {} : { view: view.tab }}
          className={classes.textButton}
        >
          {t('list.resetView')}
        </Link>
      )}
      {mine && !view.changed && (
        <button type="button" className={classes.textButton} onClick={() => remove.mutate(mine.id)}>
          {t('list.deleteView')}
        </button>
      )}
    </span>
  )
}

function NewView({ type, view }: { type: TypeMeta; view: ListView }) {
  const { t } = useTranslation()
  const [opened, setOpened] = useState(false)
  const { create } = useViewActions(type, view)
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const title = String(new FormData(event.currentTarget).get('title') ?? '').trim()
    if (title) create.mutate(title, { onSuccess: () => setOpened(false) })
  }
  return (
    <LazyPopover
      opened={opened}
      onChange={setOpened}
      position="bottom-end"
      label={t('list.newView')}
      target={
        view.changed && !view.saved ? (
          <button type="button" className={classes.textButton} data-main onClick={() => setOpened(o => !o)}>
            {t('list.saveView')}
          </button>
        ) : (
          <ActionIcon
            size={26}
            aria-label={t('list.newView')}
            title={t('list.newView')}
            onClick={() => setOpened(o => !o)}
          >
            <IconPlus size={16} aria-hidden />
          </ActionIcon>
        )
      }
    >
      <form onSubmit={submit} className={classes.editor}>
        <TextInput name="title" label={t('list.viewName')} data-autofocus required maxLength={60} />
        <div className={classes.editorFoot}>
          <Button type="submit" loading={create.isPending}>
            {t('list.saveView')}
          </Button>
        </div>
      </form>
    </LazyPopover>
  )
}
