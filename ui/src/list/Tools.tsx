import { Button, TextInput } from '@mantine/core'
import { useDebouncedCallback } from '@mantine/hooks'
import IconLoose from '@tabler/icons-react/dist/esm/icons/IconBaselineDensityLarge.mjs'
import IconNormal from '@tabler/icons-react/dist/esm/icons/IconBaselineDensityMedium.mjs'
import IconDense from '@tabler/icons-react/dist/esm/icons/IconBaselineDensitySmall.mjs'
import IconColumns from '@tabler/icons-react/dist/esm/icons/IconColumns3.mjs'
import IconBoard from '@tabler/icons-react/dist/esm/icons/IconLayoutKanban.mjs'
import IconList from '@tabler/icons-react/dist/esm/icons/IconList.mjs'
import IconPrinter from '@tabler/icons-react/dist/esm/icons/IconPrinter.mjs'
import IconSearch from '@tabler/icons-react/dist/esm/icons/IconSearch.mjs'
import { Link } from '@tanstack/react-router'
import { lazy, type Ref, Suspense, useEffect, useState } from 'react'
import { useMeta } from '../api/hooks'
import type { Prefs, TypeMeta } from '../api/types'
import { useTranslation } from '../i18n'
import { LazyPopover } from '../parts/LazyPopover'
import { useSetPrefs } from '../profile/usePrefs'
import classes from './list.module.css'
import type { ListSearch } from './search'

const ColumnPicker = lazy(() => import('./ColumnPicker'))

const densities = [
  ['dense', IconDense],
  ['normal', IconNormal],
  ['loose', IconLoose],
] as const

/** Height of rows, kept with the person. */
export function Density() {
  const { t } = useTranslation()
  const { prefs } = useMeta().me
  const set = useSetPrefs()
  const current: Prefs['density'] = prefs.density ?? 'normal'
  return (
    // biome-ignore lint/a11y/useSemanticElements: three toggles, not a form
    <div className={classes.segment} role="group" aria-label={t('list.density')}>
      {densities.map(([density, Icon]) => (
        <button
          key={density}
          type="button"
          aria-pressed={current === density}
          aria-label={t(`list.${density}`)}
          title={t(`list.${density}`)}
          onClick={() => set.mutate({ density })}
        >
          <Icon size={16} stroke={1.7} aria-hidden />
        </button>
      ))}
    </div>
  )
}

const faces = [
  ['list', IconList],
  ['board', IconBoard],
] as const

/** The same records as rows or as columns of a board; the filter stays. */
export function Faces({ face, onChange }: { face: 'list' | 'board'; onChange: (face: 'list' | 'board') => void }) {
  const { t } = useTranslation()
  return (
    // biome-ignore lint/a11y/useSemanticElements: two toggles, not a form
    <div className={classes.segment} role="group" aria-label={t('list.face')}>
      {faces.map(([key, Icon]) => (
        <button
          key={key}
          type="button"
          aria-pressed={face === key}
          aria-label={t(`list.as.${key}`)}
          title={t(`list.as.${key}`)}
          onClick={() => onChange(key)}
        >
          <Icon size={16} stroke={1.7} aria-hidden />
        </button>
      ))}
    </div>
  )
}

export interface ColumnsProps {
  type: TypeMeta
  columns: string[]
  changed: boolean
  onChange: (columns: string[] | undefined) => void
}

/** Which fields the list shows. New ones come last, in the order of choosing. */
export function Columns(props: ColumnsProps) {
  const { t } = useTranslation()
  const [opened, setOpened] = useState(false)
  return (
    <LazyPopover
      opened={opened}
      onChange={setOpened}
      position="bottom-end"
      label={t('list.columns')}
      target={
        <Button
          variant="default"
          size="xs"
          leftSection={<IconColumns size={15} stroke={1.7} aria-hidden />}
          onClick={() => setOpened(o => !o)}
        >
          {t('list.columns')}
        </Button>
      }
    >
      <Suspense>
        <ColumnPicker {...props} />
      </Suspense>
    </LazyPopover>
  )
}

/** The list as it goes on paper, with its view, its conditions and its columns. */
export function Print({ slug, search }: { slug: string; search: ListSearch }) {
  const { t } = useTranslation()
  return (
    <Link
      to="/t/$slug/print"
      params={{ slug }}
      search={{ ...search }}
      className={classes.print}
      aria-label={t('list.print')}
      title={t('list.print')}
    >
      <IconPrinter size={16} stroke={1.7} aria-hidden />
    </Link>
  )
}

interface SearchProps {
  value: string
  onChange: (value: string) => void
  ref: Ref<HTMLInputElement>
}

/** Words to look for in this list. The address follows when typing pauses. */
export function SearchBox({ value, onChange, ref }: SearchProps) {
  const { t } = useTranslation()
  const [typed, setTyped] = useState(value)
  const send = useDebouncedCallback(onChange, 250)
  useEffect(() => setTyped(value), [value])
  return (
    <TextInput
      ref={ref}
      size="xs"
      className={classes.search}
      aria-label={t('list.search')}
      placeholder={t('list.search')}
      aria-keyshortcuts="/"
      leftSection={<IconSearch size={14} aria-hidden />}
      value={typed}
      onChange={e => {
        setTyped(e.currentTarget.value)
        send(e.currentTarget.value)
      }}
      onKeyDown={e => e.key === 'Escape' && e.currentTarget.blur()}
    />
  )
}
