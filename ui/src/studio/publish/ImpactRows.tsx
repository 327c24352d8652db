import { Radio, Select, TextInput } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useTranslation } from '../../i18n'
import { object, type TypeFile, titleOf } from '../doc/config'
import { statesOf } from '../doc/names'
import { useConfig } from '../shell/context'
import { decided, fill, moveChoice, moveState, openRecords, splitChoice } from './moves'
import css from './publish.module.css'
import type { Affected, Difference, Moves, Plan, Sample } from './types'

interface Props {
  plan: Plan
  moves: Moves
  onMoves: (moves: Moves) => void
}

/** What happens to the records that exist, with what has to be decided about each. */
export function ImpactRows({ plan, moves, onMoves }: Props) {
  const { t } = useTranslation()
  const touched = plan.differences.filter(d => d.records > 0)
  const types = [...new Set(touched.map(d => d.type).filter(type => type !== undefined))]
  const people = plan.people ?? []
  const clocks = plan.clocks ?? []
  const approvals = plan.approvals ?? []
  const none = touched.length + people.length + clocks.length + approvals.length === 0
  return (
    <section className={css.right} aria-labelledby="publish-impact">
      <h3 className={css.sub} id="publish-impact">
        {t('studio.publishing.impact')}
      </h3>
      {none && <p className={css.empty}>{t('studio.publishing.noImpact')}</p>}
      {touched.map((d, at) => (
        <ImpactRow key={at} d={d} moves={moves} onMoves={onMoves} />
      ))}
      {types.map(type => (
        <OpenRow key={type} type={type} moves={moves} onMoves={onMoves} />
      ))}
      {[...approvals, ...clocks, ...people].map((a, at) => (
        <AffectedRow key={at} affected={a} />
      ))}
    </section>
  )
}

function ImpactRow({ d, moves, onMoves }: Omit<Props, 'plan'> & { d: Difference }) {
  const open = (d.needs === 'state' || d.needs === 'choice') && decided(moves, d) === undefined
  return (
    <Row count={d.records} open={open} sample={d.sample} text={d.text ?? d.key} consequence={d.consequence}>
      <Choice d={d} moves={moves} onMoves={onMoves} />
    </Row>
  )
}

interface RowProps {
  count: number
  open?: boolean // not decided yet
  text: string
  consequence?: string
  sample?: Sample[]
  children?: ReactNode
}

function Row({ count, open = false, text, consequence, sample = [], children }: RowProps) {
  const { t } = useTranslation()
  return (
    <article className={css.row} data-open={open || undefined}>
      <p className={css.number}>
        <b>{count}</b>
        <span>{t('studio.publishing.records', { count })}</span>
      </p>
      <div className={css.what}>
        <p className={css.fact}>{text}</p>
        {consequence && <p className={css.consequence}>{consequence}</p>}
        {sample.length > 0 && (
          <p className={css.sample}>
            {sample.map(s => (
              <Link key={s.id} to="/t/$slug/$id" params={{ slug: s.type, id: s.id }} target="_blank">
                {s.number || s.title || s.id}
              </Link>
            ))}
            {count > sample.length && <span>{t('studio.publishing.more', { count: count - sample.length })}</span>}
          </p>
        )}
      </div>
      <div className={css.choice}>{children}</div>
    </article>
  )
}

function Choice({ d, moves, onMoves }: Omit<Props, 'plan'> & { d: Difference }) {
  const { t } = useTranslation()
  const config = useConfig()
  const type = d.type ?? ''
  const file = config.type(type, type.split('/')[0] ?? '')
  if (d.needs === 'state') {
    return (
      <Select
        label={t('studio.publishing.toState')}
        placeholder={t('studio.publishing.choose')}
        data={statesOf(file).map(s => ({ value: s.value, label: s.title }))}
        value={decided(moves, d) ?? null}
        onChange={to => onMoves(moveState(moves, type, d.key, to))}
      />
    )
  }
  if (d.needs === 'choice') {
    return (
      <Select
        label={t('studio.publishing.toChoice')}
        placeholder={t('studio.publishing.choose')}
        data={choicesOf(file, splitChoice(d.key)[0])}
        value={decided(moves, d) ?? null}
        onChange={to => onMoves(moveChoice(moves, type, d.key, to))}
      />
    )
  }
  if (d.needs === 'fill') {
    const value = moves[type]?.fill?.[d.key]
    return (
      <TextInput
        label={t('studio.publishing.fill')}
        description={t('studio.publishing.fillHint')}
        value={value === undefined ? '' : String(value)}
        onChange={e => onMoves(fill(moves, type, d.key, e.currentTarget.value))}
      />
    )
  }
  return null
}

/** Choices of a field, or of a column: lines.kind. */
function choicesOf(file: TypeFile | undefined, field: string): { value: string; label: string }[] {
  const [first = '', column] = field.split('.')
  const own = object(object(object(file?.whole.data).properties)[first])
  const decl = column ? object(object(object(own.items).properties)[column]) : own
  const list = Array.isArray(decl.enum) ? decl.enum : (object(decl.items).enum as unknown[] | undefined)
  const labels = object(decl['x-labels'])
  return (list ?? []).map(value => ({ value: String(value), label: titleOf(labels[String(value)], String(value)) }))
}

/** Whether open records finish by the rules they were made under, or go over. */
function OpenRow({ type, moves, onMoves }: Omit<Props, 'plan'> & { type: string }) {
  const { t } = useTranslation()
  const file = useConfig().type(type, type.split('/')[0] ?? '')
  if (!file?.whole.lifecycle) return null
  return (
    <article className={css.row}>
      <p className={css.number} />
      <div className={css.what}>
        <p className={css.fact}>{t('studio.publishing.open', { title: file.title })}</p>
      </div>
      <div className={css.choice}>
        <Radio.Group
          aria-label={t('studio.publishing.open', { title: file.title })}
          value={moves[type]?.open ?? 'finish'}
          onChange={value => onMoves(openRecords(moves, type, value as 'finish' | 'migrate'))}
        >
          <div className={css.radios}>
            <Radio
              value="finish"
              label={t('studio.publishing.finish')}
              description={t('studio.publishing.finishHint')}
            />
            <Radio
              value="migrate"
              label={t('studio.publishing.migrate')}
              description={t('studio.publishing.migrateHint')}
            />
          </div>
        </Radio.Group>
      </div>
    </article>
  )
}

function AffectedRow({ affected }: { affected: Affected & { sample?: Sample[] } }) {
  return (
    <Row
      count={affected.count}
      text={affected.text}
      consequence={affected.names?.join(', ')}
      sample={affected.sample}
    />
  )
}
