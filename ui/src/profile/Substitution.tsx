import { Button, Group, Modal } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useMemo, useRef, useState } from 'react'
import { api } from '../api/client'
import { errorText, isFault } from '../api/fault'
import { useMeta } from '../api/hooks'
import { keys } from '../api/keys'
import type { FaultBody, ListAnswer, Refs, Row, Saved, TypeMeta } from '../api/types'
import { textsOf } from '../fields/cell'
import { FieldBox } from '../form/FieldBox'
import { useLiveForm } from '../form/live'
import { Intent, parcelOf } from '../form/send'
import { useTranslation } from '../i18n'
import { dayOf } from '../i18n/format'
import { useFormat } from '../i18n/locale'
import { quote } from '../list/condition'
import { ErrorState, PersonName, Tag } from '../parts'
import { personOf } from '../record/people'
import { type AbsencePhase, phaseOf } from './absence'
import classes from './profile.module.css'
import { RuleLine } from './RuleLine'
import { StandInRules } from './StandInRules'
import { type StandInRule, sentRules, storedRules } from './standIn'

/** What the engine knows of an absence, by its own names; everything else of the type is asked elsewhere. */
const own = ['substitute', 'from', 'to', 'scope', 'new_only'] as const

/** Who stands in for me, when and in what. There is nothing to show where no type of the configuration says that. */
export function Substitution() {
  const type = useMeta().types.find(t => t.directory === 'absence')
  return type ? <Absences type={type} /> : null
}

function Absences({ type }: { type: TypeMeta }) {
  const { t } = useTranslation()
  const { me } = useMeta()
  const [adding, setAdding] = useState(false)
  const isMe = (path: string) => `${path}.id == ${quote(me.id)}`
  const ruled = type.fields.some(f => f.key === 'rules') ? ` or any(it.rules, ${isMe('.substitute')})` : ''
  const list = (filter: string) => api.get<ListAnswer>(`/lists/${type.slug}`, { filter, sort: '-from', limit: 20 })
  const query = useQuery({
    queryKey: keys.absences,
    queryFn: async () => {
      const [mine, others] = await Promise.all([list(isMe('it.person')), list(isMe('it.substitute') + ruled)])
      return { mine: mine.rows, others: others.rows, refs: { ...mine.refs, ...others.refs } }
    },
  })
  const data = query.data
  return (
    <section className={classes.card} aria-labelledby="profile-absence">
      <h2 id="profile-absence" className={classes.heading}>
        {t('absence.title')}
      </h2>
      <p className={classes.muted}>{t('absence.about')}</p>
      {query.error ? <ErrorState error={query.error} onRetry={() => void query.refetch()} /> : null}
      {data && data.mine.length > 0 && (
        <ul className={classes.keys}>
          {data.mine.map(row => (
            <One
              key={row.id}
              row={row}
              type={type}
              who={personOf(text(row, 'substitute'), data.refs)}
              refs={data.refs}
              mine
            />
          ))}
        </ul>
      )}
      {data && data.others.length > 0 && (
        <>
          <h3 className={classes.subheading}>{t('absence.others')}</h3>
          <ul className={classes.keys}>
            {data.others.map(row => (
              <One key={row.id} row={row} type={type} who={personOf(text(row, 'person'), data.refs)} refs={data.refs} />
            ))}
          </ul>
        </>
      )}
      {type.creatable && !adding && (
        <Button variant="default" className={classes.alone} onClick={() => setAdding(true)}>
          {t('absence.add')}
        </Button>
      )}
      {adding && <AbsenceForm type={type} onClose={() => setAdding(false)} />}
    </section>
  )
}

const text = (row: Row, key: string) => (typeof row.values[key] === 'string' ? (row.values[key] as string) : null)

interface OneProps {
  row: Row
  type: TypeMeta
  who: ReturnType<typeof personOf>
  refs: Refs
  mine?: boolean
}

function One({ row, type, who, refs, mine = false }: OneProps) {
  const { t } = useTranslation()
  const { t: common } = useTranslation()
  const f = useFormat()
  const client = useQueryClient()
  const [asking, setAsking] = useState(false)
  const [busy, setBusy] = useState(false)
  const [from, to] = [text(row, 'from') ?? '', text(row, 'to')]
  const phase = phaseOf(from, to, dayOf(f.locale.now, f.locale.zone))
  const scope = type.fields.find(field => field.key === 'scope')
  const rules = storedRules(row.values.rules)
  const parts = textsOf(row.values.scope as never).map(key => scope?.options?.find(o => o.key === key)?.title ?? key)
  const days = to
    ? t('absence.fromTo', { from: f.fullDate(from), to: f.fullDate(to) })
    : t('absence.from', { from: f.fullDate(from) })
  async function end() {
    setBusy(true)
    try {
      await api.post(`/${type.slug}/${row.id}/archive`, {})
      await client.invalidateQueries({ queryKey: keys.absences })
    } catch (error) {
      notifications.show({ color: 'red', message: errorText(error, common) })
    } finally {
      setBusy(false)
      setAsking(false)
    }
  }
  return (
    <li className={classes.key}>
      <div>
        <PersonName person={who} /> <Tag tone={tones[phase]}>{t(`absence.phase.${phase}`)}</Tag>
        <p className={classes.muted}>
          {[days, ...parts, ...(row.values.new_only === true ? [t('absence.newOnly')] : [])].join(' · ')}
        </p>
        {rules.length > 0 && (
          <ol className={classes.ruleLines}>
            {rules.map((rule, i) => (
              <RuleLine key={i} rule={rule} refs={refs} />
            ))}
          </ol>
        )}
      </div>
      {mine && phase !== 'over' && (
        <Button variant="default" size="xs" onClick={() => setAsking(true)} aria-label={`${t('absence.end')}: ${days}`}>
          {t('absence.end')}
        </Button>
      )}
      <Modal
        opened={asking}
        onClose={() => setAsking(false)}
        title={t('absence.endAsk')}
        closeButtonProps={{ 'aria-label': common('common.close') }}
      >
        <p className={classes.muted}>{days}</p>
        <div className={classes.buttons}>
          <Button variant="default" onClick={() => setAsking(false)}>
            {common('common.cancel')}
          </Button>
          <Button loading={busy} onClick={() => void end()}>
            {t('absence.end')}
          </Button>
        </div>
      </Modal>
    </li>
  )
}

const tones: Record<AbsencePhase, 'ok' | 'plain' | 'you'> = { now: 'ok', ahead: 'you', over: 'plain' }

function AbsenceForm({ type, onClose }: { type: TypeMeta; onClose: () => void }) {
  const { t } = useTranslation()
  const { t: common } = useTranslation()
  const { me, types } = useMeta()
  const client = useQueryClient()
  const intent = useRef(new Intent())
  const [busy, setBusy] = useState(false)
  const [failed, setFailed] = useState('')
  const [rules, setRules] = useState<StandInRule[]>([])
  const [wrongRules, setWrongRules] = useState<FaultBody[]>([])
  const { locale } = useFormat()
  const fields = useMemo(() => type.fields.filter(f => f.key === 'person' || own.some(key => key === f.key)), [type])
  const drawn = own.flatMap(key => fields.find(f => f.key === key) ?? [])
  const cells = useMemo(() => ({ person: me.id }), [me.id])
  const live = useLiveForm({ type, fields, cells, stored: null, refs: {} })

  function change(next: StandInRule[]) {
    setRules(next)
    setWrongRules([]) // they were about the lines as they stood
  }
  async function save() {
    if (!(await live.ready().catch(() => true))) return
    setBusy(true)
    setFailed('')
    try {
      const parcel = parcelOf(fields, live.cells(), null, live.touched())
      const told = rules.length > 0 ? { rules: sentRules(rules, types, locale.zone) } : {}
      const body = { fields: { ...parcel.fields, ...told } }
      await api.post<Saved>(`/${type.slug}`, body, { key: intent.current.keyFor(body) })
      await client.invalidateQueries({ queryKey: keys.absences })
      onClose()
    } catch (error) {
      const faults = isFault(error) ? (error.body.fields ?? []) : []
      const ofRules = faults.filter(fault => fault.field?.startsWith('rules'))
      setWrongRules(ofRules)
      live.refuse(faults.filter(fault => !ofRules.includes(fault)))
      if (!faults.some(fault => ofRules.includes(fault) || fields.some(f => f.key === fault.field)))
        setFailed(errorText(error, common))
    } finally {
      setBusy(false)
    }
  }
  return (
    <form
      noValidate
      className={classes.absence}
      onSubmit={e => {
        e.preventDefault()
        void save()
      }}
    >
      {drawn.map(field => (
        <FieldBox
          key={field.key}
          live={live}
          placed={{ field, state: { ...live.stateOf(field), visible: true }, span: 12, caused: false }}
          slug={type.slug}
          scope="absence"
        />
      ))}
      {type.fields.some(f => f.key === 'rules') && (
        <StandInRules absence={type} rules={rules} faults={wrongRules} onChange={change} />
      )}
      {failed && (
        <p role="alert" className={classes.wrong}>
          {failed}
        </p>
      )}
      <Group gap="sm" className={classes.wide}>
        <Button type="submit" loading={busy}>
          {t('absence.save')}
        </Button>
        <Button variant="default" onClick={onClose}>
          {common('common.cancel')}
        </Button>
      </Group>
    </form>
  )
}
