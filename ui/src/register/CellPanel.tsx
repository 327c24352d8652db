import { ActionIcon, Button, Drawer } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import type { Entry, Register } from '../api/process'
import type { Json, Refs } from '../api/types'
import { Icon } from '../fields/Icon'
import { useTranslation } from '../i18n'
import { useFormat } from '../i18n/locale'
import { usePhone } from '../lib/screen'
import { ErrorState, SkeletonRows } from '../parts'
import { type Axis, cellQuery } from './axes'
import { balanceOf, type Cell } from './matrix'
import css from './register.module.css'
import { useEntries, type Where } from './useRegister'

interface Props {
  register: Register
  title: string
  cell: Cell | undefined
  held: [Axis, Json][]
  where: Where
  onClose: () => void
}

/** What a cell is made of: its measures, and the entries with the records that made them. */
export function CellPanel(props: Props) {
  const phone = usePhone()
  if (!phone) return <aside className={css.panel}>{<Inside {...props} />}</aside>
  return (
    <Drawer
      opened
      onClose={props.onClose}
      position="bottom"
      size="85%"
      withCloseButton={false}
      padding={0}
      attributes={{ content: { 'aria-label': props.title } }}
    >
      <Inside {...props} />
    </Drawer>
  )
}

function Inside({ register, title, cell, held, where, onClose }: Props) {
  const { t } = useTranslation()
  const f = useFormat()
  const balance = balanceOf(cell?.limit?.used, cell?.limit?.cap)
  const currency = register.measures[0]?.currency ?? ''
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: Esc closes from anywhere inside
    <div
      className={css.inside}
      onKeyDown={e => {
        if (e.key !== 'Escape') return
        e.preventDefault() // the page would go back
        onClose()
      }}
    >
      <header className={css.panelHead}>
        <h2>{title}</h2>
        <ActionIcon size={32} onClick={onClose} aria-label={t('common.close')} autoFocus data-autofocus>
          <Icon name="x" size={18} />
        </ActionIcon>
      </header>
      {balance?.over && (
        <p className={css.overBox}>
          <b>{[t('register.over'), cell?.limit?.title].filter(Boolean).join(' · ')}</b>
          <b>{currency ? f.money(balance.left.replace('-', ''), currency) : f.decimal(balance.left)}</b>
        </p>
      )}
      <Contents register={register} cell={cell} query={{ ...where, ...cellQuery(held) }} />
    </div>
  )
}

/** Measures, and the entries that they are made of. */
export function Contents({ register, cell, query }: { register: Register; cell: Cell | undefined; query: Where }) {
  const { t } = useTranslation()
  const f = useFormat()
  const entries = useEntries(register.slug, query)
  const refs: Refs = Object.assign({}, ...(entries.data?.pages.map(p => p.refs) ?? []))
  const all = entries.data?.pages.flatMap(p => p.entries) ?? []
  return (
    <>
      <dl className={css.measures}>
        {register.measures.map(m => {
          const value = cell?.measures[m.key]
          return (
            <div key={m.key} data-derived={m.derived || undefined}>
              <dt>{m.title}</dt>
              <dd data-negative={Number(value) < 0 || undefined}>
                {value === null || value === undefined
                  ? '—'
                  : m.currency
                    ? f.money(String(value), m.currency)
                    : f.decimal(value)}
              </dd>
            </div>
          )
        })}
      </dl>
      <h3 className={css.entriesTitle}>{t('register.entries')}</h3>
      {entries.error && all.length === 0 ? (
        <ErrorState error={entries.error} onRetry={() => void entries.refetch()} />
      ) : entries.isPending ? (
        <SkeletonRows rows={5} />
      ) : all.length === 0 ? (
        <p className={css.none}>{t('register.noEntries')}</p>
      ) : (
        register.measures
          .filter(m => all.some(e => e.resource === m.key))
          .map(m => (
            <section key={m.key} className={css.resource}>
              <h4>{m.title}</h4>
              <ul>
                {all
                  .filter(e => e.resource === m.key)
                  .map((entry, i) => (
                    <One
                      key={`${entry.day}/${entry.record}/${i}`}
                      entry={entry}
                      refs={refs}
                      currency={m.currency ?? ''}
                    />
                  ))}
              </ul>
            </section>
          ))
      )}
      {entries.hasNextPage && (
        <Button variant="subtle" loading={entries.isFetchingNextPage} onClick={() => void entries.fetchNextPage()}>
          {t('common.more')}
        </Button>
      )}
    </>
  )
}

function One({ entry, refs, currency }: { entry: Entry; refs: Refs; currency: string }) {
  const { t } = useTranslation()
  const f = useFormat()
  const info = entry.record ? refs[entry.record] : undefined
  const amount =
    entry.amount === null
      ? t('register.takenBack')
      : currency
        ? f.money(String(entry.amount), currency, true)
        : f.decimal(entry.amount)
  return (
    <li>
      {info && !info.gone ? (
        <Link to="/t/$slug/$id" params={{ slug: info.type, id: info.id }} search={{}} className={css.entryTitle}>
          {info.title}
        </Link>
      ) : (
        <span className={css.none}>{t('register.hidden')}</span>
      )}
      <b>{amount}</b>
      <small>{[f.date(entry.day), entry.title].filter(Boolean).join(' · ')}</small>
    </li>
  )
}
