import { Button } from '@mantine/core'
import IconPlus from '@tabler/icons-react/dist/esm/icons/IconPlus.mjs'
import { useRef, useState } from 'react'
import { useHome } from '../api/hooks'
import type { Home, InboxItem } from '../api/types'
import { useDecided } from '../decide/pending'
import { useDecide } from '../decide/useDecide'
import { useTranslation } from '../i18n'
import { capital } from '../i18n/format'
import { useFormat } from '../i18n/locale'
import { useZonePlace } from '../i18n/place'
import { useKeys } from '../keys/useKeys'
import { usePhone } from '../lib/screen'
import { ErrorState, Keycap, SkeletonRows } from '../parts'
import { showDialog } from '../shell/dialogs'
import { Page } from '../shell/Page'
import { DayRow } from './DayRow'
import classes from './home.module.css'
import { Ruler } from './Ruler'
import { Side } from './Side'

/** My day: one queue of everything I owe, by deadline. */
export function HomePage() {
  const { t } = useTranslation()
  const { locale } = useFormat()
  const phone = usePhone()
  const zone = useZonePlace(locale.zone)
  const home = useHome()
  const hints = [
    { caps: ['J', 'K'], text: t('shell.hints.list') },
    { caps: ['↵'], text: t('shell.hints.run') },
    { caps: ['G', 'L'], text: t('shell.hints.goList') },
    { caps: ['C'], text: t('shell.hints.create') },
    { caps: ['?'], text: t('shell.hints.all') },
  ]
  return (
    <Page
      title={t('shell.day')}
      headline
      hints={hints}
      note={t('shell.zone', { zone })}
      actions={
        !phone && (
          <Button
            onClick={() => showDialog('create')}
            leftSection={<IconPlus size={16} aria-hidden />}
            rightSection={<Keycap on="fill">C</Keycap>}
            aria-keyshortcuts="C"
          >
            {t('shell.create')}
          </Button>
        )
      }
    >
      {home.data ? (
        <Day home={home.data} />
      ) : home.error ? (
        <ErrorState error={home.error} onRetry={() => home.refetch()} />
      ) : (
        <SkeletonRows rows={9} height={50} />
      )}
    </Page>
  )
}

const groups = ['overdue', 'today', 'later'] as const

function Day({ home }: { home: Home }) {
  const { t } = useTranslation()
  const f = useFormat()
  const decided = useDecided()
  const decide = useDecide()
  const list = useRef<HTMLDivElement>(null)
  const shown = Object.fromEntries(
    groups.map(g => [g, home[g].filter(i => !decided.has(`${i.type}/${i.id}`))]),
  ) as Record<(typeof groups)[number], InboxItem[]>
  const items = groups.flatMap(g => shown[g])
  const [picked, setPicked] = useState<string | null>(null)
  // The filled button stands where something can be decided.
  const current = items.find(i => i.id === picked) ?? items.find(i => i.action) ?? items[0]
  const total = Math.max(0, home.total - (groups.flatMap(g => home[g]).length - items.length))

  const show = (item: InboxItem | undefined) => {
    if (!item) return
    setPicked(item.id)
    list.current?.querySelector(`[data-id="${item.id}"]`)?.scrollIntoView({ block: 'nearest' })
  }
  const step = (by: number) => () =>
    show(items[Math.min(items.length - 1, Math.max(0, (current ? items.indexOf(current) : -1) + by))])
  const act = (item: InboxItem) =>
    item.action && decide({ slug: item.type, id: item.id, title: item.title, action: item.action.key })
  useKeys({
    KeyJ: step(1),
    ArrowDown: step(1),
    KeyK: step(-1),
    ArrowUp: step(-1),
    Enter: () => {
      const link = list.current?.querySelector<HTMLElement>(
        `[data-id="${current?.id}"] [data-verb], [data-id="${current?.id}"] a`,
      )
      link?.click()
    },
  })
  const late = shown.overdue.length
  return (
    <div className={classes.day}>
      <div className={classes.main}>
        <div className={classes.head}>
          <h1 className={classes.headline}>
            {total === 0 ? t('home.clear') : t('home.headline', { count: total })}
            {late > 0 && t('home.late', { count: late })}
          </h1>
          <span className={classes.date}>{capital(longDay(f.locale.now, f.locale.zone, f.locale.lang))}</span>
        </div>
        {home.day && (
          <Ruler
            day={home.day}
            items={[...shown.overdue, ...shown.today]}
            onPick={id => show(items.find(i => i.id === id))}
          />
        )}
        {items.length === 0 ? (
          <p className={classes.none}>{t('home.clearBody')}</p>
        ) : (
          <div className={classes.queue} ref={list}>
            {groups
              .filter(g => shown[g].length > 0)
              .map(group => (
                <section key={group} aria-labelledby={`group-${group}`}>
                  <h2 className={classes.group} id={`group-${group}`}>
                    {t(`home.${group}`)} <span>{shown[group].length}</span>
                  </h2>
                  <ul className={classes.list}>
                    {shown[group].map(item => (
                      <DayRow
                        key={item.id}
                        item={item}
                        refs={home.refs}
                        current={item === current}
                        onAct={() => act(item)}
                        onCurrent={() => setPicked(item.id)}
                      />
                    ))}
                  </ul>
                </section>
              ))}
          </div>
        )}
      </div>
      <Side home={home} />
    </div>
  )
}

function longDay(now: Date, zone: string, lang: string): string {
  const options: Intl.DateTimeFormatOptions = { weekday: 'long', day: 'numeric', month: 'long', timeZone: zone }
  return new Intl.DateTimeFormat(lang === 'en' ? 'en-GB' : 'ru-RU', options).format(now).replace(/(\d) /, '$1\u00a0')
}
