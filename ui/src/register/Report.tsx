import { NativeSelect } from '@mantine/core'
import { useMeta } from '../api/hooks'
import type { Register } from '../api/process'
import type { Refs } from '../api/types'
import { useTranslation } from '../i18n'
import { useFormat } from '../i18n/locale'
import { ErrorState, SkeletonRows } from '../parts'
import type { Axis } from './axes'
import { keyOf, type Verdict, verdicts } from './matrix'
import type { RegisterSearch } from './RegisterPage'
import css from './register.module.css'
import { useNames, useSums, type Where } from './useRegister'

interface Props {
  register: Register
  rows: Axis
  cols: Axis
  where: Where
  search: RegisterSearch
  onGo: (more: Partial<RegisterSearch>) => void
}

const shares = ['0.25', '0.5', '0.75', '0.9']

/** Who has gone over and who has left over: two lists, the worst first. */
export function Report({ register, rows, cols, where, search, onGo }: Props) {
  const { t } = useTranslation()
  const sums = useSums(register.slug, [rows.name, cols.name], where)
  if (sums.error && !sums.data) return <ErrorState error={sums.error} onRetry={() => void sums.refetch()} />
  if (!sums.data) return <SkeletonRows rows={8} />
  const limited = sums.data.lines.some(line => line.limits?.some(l => l.cap !== undefined && l.cap !== null))
  const first = limited ? '' : (register.measures[0]?.key ?? '')
  const known = (key: string | undefined, other: string) =>
    register.measures.some(m => m.key === key) ? (key as string) : other
  const comparison = {
    of: known(search.of, limited ? '' : (register.measures[1]?.key ?? first)),
    norm: known(search.norm, first),
  }
  const below = shares.includes(search.below ?? '') ? Number(search.below) : 0.5
  const { over, under } = verdicts(sums.data, comparison, below)
  const measures = (word: string) => [
    ...(limited ? [{ value: '', label: word }] : []),
    ...register.measures.map(m => ({ value: m.key, label: m.title })),
  ]
  const open = (verdict: Verdict) =>
    onGo({ view: undefined, at: `${keyOf(verdict.by[0] ?? null)}|${keyOf(verdict.by[1] ?? null)}` })
  const list = { register, rows, cols, refs: sums.data.refs, onOpen: open }
  return (
    <>
      <div className={css.tools}>
        <NativeSelect
          label={t('register.compare')}
          value={comparison.of}
          onChange={e => onGo({ of: e.currentTarget.value || undefined })}
          data={measures(t('register.used'))}
        />
        <NativeSelect
          label={t('register.norm')}
          value={comparison.norm}
          onChange={e => onGo({ norm: e.currentTarget.value || undefined })}
          data={measures(t('register.cap'))}
        />
        <NativeSelect
          label={t('register.below')}
          value={String(below)}
          onChange={e => onGo({ below: e.currentTarget.value })}
          data={shares.map(value => ({ value, label: `${Number(value) * 100}\u00a0%` }))}
        />
      </div>
      <div className={css.report}>
        <List title={t('register.overList')} empty={t('register.overNone')} verdicts={over} bad {...list} />
        <List title={t('register.underList')} empty={t('register.underNone')} verdicts={under} {...list} />
      </div>
    </>
  )
}

interface ListProps {
  title: string
  empty: string
  verdicts: Verdict[]
  bad?: boolean
  register: Register
  rows: Axis
  cols: Axis
  refs: Refs
  onOpen: (verdict: Verdict) => void
}

function List({ title, empty, verdicts: all, bad = false, register, rows, cols, refs, onOpen }: ListProps) {
  const { t } = useTranslation()
  const f = useFormat()
  const { types } = useMeta()
  const name = useNames(types)
  const currency = register.measures[0]?.currency ?? ''
  const amount = (value: string) => (currency ? f.money(value.replace(/^-/, ''), currency, true) : f.decimal(value))
  return (
    <section className={css.verdicts}>
      <h2>
        {title} <span>{all.length || ''}</span>
      </h2>
      {all.length === 0 && <p className={css.none}>{empty}</p>}
      <ul>
        {all.map(verdict => (
          <li key={JSON.stringify(verdict.by)}>
            <button type="button" className={css.verdict} onClick={() => onOpen(verdict)}>
              <span className={css.verdictName}>
                {name(rows, verdict.by[0] ?? null, refs)} <small>{name(cols, verdict.by[1] ?? null, refs)}</small>
              </span>
              <b data-bad={bad || undefined}>{amount(verdict.balance.left)}</b>
              <span className={css.bar} aria-hidden>
                <span
                  data-over={bad || undefined}
                  style={{ width: `${Math.min(1, Math.max(0, verdict.balance.share)) * 100}%` }}
                />
              </span>
              <small>
                {t('register.usedOf', {
                  used: f.decimal(trim(verdict.balance.used)),
                  cap: f.decimal(trim(verdict.balance.cap)),
                })}
                {Number.isFinite(verdict.balance.share) && ` · ${Math.round(verdict.balance.share * 100)}\u00a0%`}
              </small>
            </button>
          </li>
        ))}
      </ul>
    </section>
  )
}

const trim = (value: string) => value.replace(/\.0+$/, '')
