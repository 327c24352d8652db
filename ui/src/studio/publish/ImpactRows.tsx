import { Radio, Select, TextInput } from '@mantine/core'
import { useTranslation } from '../../i18n'
import { object, type TypeFile, titleOf } from '../doc/config'
import type { Json } from '../doc/json'
import { statesOf } from '../doc/names'
import { useConfig } from '../shell/context'
import { ImpactRow } from './ImpactRow'
import { chosen, fill, moveChoice, moveState, openRecords, splitChoice } from './moves'
import css from './publish.module.css'
import type { Impact, Moves, OpenRecords, Plan } from './types'

interface Props {
  plan: Plan
  moves: Moves
  onMoves: (moves: Moves) => void
}

/** What happens to the records that exist and to people, with what has to be decided about each. */
export function ImpactRows({ plan, moves, onMoves }: Props) {
  const { t } = useTranslation()
  const touched = plan.differences.filter(d => d.records > 0 || d.must)
  const { open, people, clocks, approvals, references } = plan
  const lists = [touched, people, clocks, approvals, references] // what goes on by its own rules is not concerned
  return (
    <section className={css.impact} aria-labelledby="publish-impact">
      <h3 className={css.sub} id="publish-impact">
        {t('studio.publishing.impact')}
      </h3>
      {lists.every(list => !list?.length) && <p className={css.empty}>{t('studio.publishing.noImpact')}</p>}
      {touched.map((d, at) => (
        <ImpactRow
          key={`d${at}`}
          count={d.records}
          unit="records"
          open={d.must && !d.decided}
          text={d.text}
          consequence={d.consequence}
          sample={d.sample}
        >
          <Choice d={d} moves={moves} onMoves={onMoves} />
        </ImpactRow>
      ))}
      {open?.map(one => (
        <ImpactRow key={one.key} count={one.records} unit="records" text={one.text}>
          <OpenChoice of={one} moves={moves} onMoves={onMoves} />
        </ImpactRow>
      ))}
      {approvals?.map((a, at) => (
        <ImpactRow
          key={`a${at}`}
          count={a.rounds}
          unit="rounds"
          text={a.text}
          consequence={a.steps.map(s => s.text).join(' ')}
          sample={a.steps.flatMap(s => s.sample).slice(0, 3)}
        />
      ))}
      {clocks?.map((c, at) => (
        <ImpactRow key={`c${at}`} count={c.running} unit="clocks" text={c.text} sample={c.sample} />
      ))}
      {people?.map((p, at) => (
        <ImpactRow
          key={`p${at}`}
          count={p.people || null}
          unit="people"
          text={p.text}
          consequence={p.sample.map(s => s.name).join(', ')}
        />
      ))}
      {references?.map((r, at) => (
        <ImpactRow key={`r${at}`} count={null} unit="records" text={r.text} />
      ))}
    </section>
  )
}

function Choice({ d, moves, onMoves }: Omit<Props, 'plan'> & { d: Impact }) {
  const { t } = useTranslation()
  const config = useConfig()
  const type = d.type ?? ''
  const file = config.type(type, type.split('/')[0] ?? '')
  if (d.needs === 'state' || d.needs === 'choice') {
    const isState = d.needs === 'state'
    const states = statesOf(file).map(s => ({ value: s.value, label: s.title }))
    return (
      <Select
        label={t(isState ? 'studio.publishing.toState' : 'studio.publishing.toChoice')}
        placeholder={t('studio.publishing.choose')}
        data={isState ? states : choicesOf(file, splitChoice(d.key)[0])}
        value={chosen(moves, d) ?? null}
        onChange={to => onMoves(isState ? moveState(moves, type, d.key, to) : moveChoice(moves, type, d.key, to))}
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
  return d.options.length > 0 ? (
    <ul className={css.options}>
      {d.options.map(o => (
        <li key={o.code}>
          <b>{o.title}.</b> {o.text}
        </li>
      ))}
    </ul>
  ) : null
}

/** Choices of a field, or of a column: lines.kind. */
function choicesOf(file: TypeFile | undefined, field: string): { value: string; label: string }[] {
  const [first = '', column] = field.split('.')
  const own = object(object(object(file?.whole.data).properties)[first])
  const decl = column ? object(object(object(own.items).properties)[column]) : own
  const listed: Json | undefined = decl.enum ?? object(decl.items).enum
  const labels = object(decl['x-labels'])
  return (Array.isArray(listed) ? listed : []).map(value => ({
    value: String(value),
    label: titleOf(labels[String(value)], String(value)),
  }))
}

/** Whether open records finish by the rules they were made under, or go over. */
function OpenChoice({ of, moves, onMoves }: Omit<Props, 'plan'> & { of: OpenRecords }) {
  const { t } = useTranslation()
  return (
    <Radio.Group
      aria-label={t('studio.publishing.open', { title: of.title })}
      value={moves[of.key]?.open ?? 'finish'}
      onChange={value => onMoves(openRecords(moves, of.key, value as 'finish' | 'migrate'))}
    >
      <div className={css.radios}>
        <Radio value="finish" label={t('studio.publishing.finish')} description={t('studio.publishing.finishHint')} />
        <Radio
          value="migrate"
          label={t('studio.publishing.migrate')}
          description={t('studio.publishing.migrateHint')}
        />
      </div>
    </Radio.Group>
  )
}
