import { ActionIcon, Button, NativeSelect } from '@mantine/core'
import { useState } from 'react'
import { useMeta } from '../api/hooks'
import type { FaultBody, TypeMeta } from '../api/types'
import { useFaultText } from '../fields/fault_text'
import { Icon } from '../fields/Icon'
import { PEOPLE } from '../fields/lookup'
import { ref } from '../fields/ref'
import { useTranslation } from '../i18n'
import { useFormat } from '../i18n/locale'
import { filterOf } from '../list/condition'
import { Filters } from '../list/Filters'
import { useRows } from '../list/useList'
import classes from './profile.module.css'
import { type StandInRule, waitingTypes } from './standIn'

const Picker = ref.Input

interface Props {
  absence: TypeMeta
  rules: StandInRule[]
  faults: FaultBody[] // their fields are "rules.1.condition"
  onChange: (rules: StandInRule[]) => void
}

/** An ordered table: for such records this colleague stands in. The first line that holds counts. */
export function StandInRules({ absence, rules, faults, onChange }: Props) {
  const { t } = useTranslation()
  const put = (at: number, rule: StandInRule) => onChange(rules.map((r, i) => (i === at ? rule : r)))
  const add = () =>
    onChange([...rules, { id: 1 + Math.max(0, ...rules.map(r => r.id)), type: '', conditions: [], substitute: null }])
  const raise = (at: number) => {
    const [rule] = rules.slice(at, at + 1)
    const rest = rules.filter((_, i) => i !== at)
    if (rule) onChange([...rest.slice(0, at - 1), rule, ...rest.slice(at - 1)])
  }
  return (
    <fieldset className={classes.rules}>
      <legend className={classes.subheading}>{t('absence.rules')}</legend>
      <p className={classes.muted}>{t('absence.rulesAbout')}</p>
      {rules.length > 0 && (
        <ol className={classes.ruleList}>
          {rules.map((rule, at) => (
            <One
              key={rule.id}
              absence={absence}
              rule={rule}
              number={at + 1}
              faults={faults.filter(f => f.field?.startsWith(`rules.${at}.`))}
              onChange={next => put(at, next)}
              onRaise={at > 0 ? () => raise(at) : undefined}
              onDrop={() => onChange(rules.filter((_, i) => i !== at))}
            />
          ))}
        </ol>
      )}
      <Button variant="default" size="xs" className={classes.alone} onClick={add}>
        {t('absence.addRule')}
      </Button>
    </fieldset>
  )
}

interface OneProps {
  absence: TypeMeta
  rule: StandInRule
  number: number
  faults: FaultBody[]
  onChange: (rule: StandInRule) => void
  onRaise: (() => void) | undefined
  onDrop: () => void
}

function One({ absence, rule, number, faults, onChange, onRaise, onDrop }: OneProps) {
  const { t } = useTranslation()
  const { types } = useMeta()
  const faultText = useFaultText()
  const offered = waitingTypes(types)
  const chosen = offered.find(type => type.slug === rule.type)
  const wrong = (column: string) => faults.find(f => f.field?.endsWith(`.${column}`))
  const [noType, noOne] = [wrong('type'), wrong('substitute')]
  const id = `stand-in-${rule.id}`
  return (
    <li className={classes.rule} aria-label={t('absence.rule', { n: number })}>
      <NativeSelect
        label={t('absence.ruleType')}
        value={rule.type}
        error={noType && faultText(noType)}
        onChange={e => onChange({ ...rule, type: e.currentTarget.value, conditions: [] })}
        data={[{ value: '', label: t('absence.rulePick') }, ...offered.map(o => ({ value: o.slug, label: o.plural }))]}
      />
      <div>
        <label htmlFor={id} className={classes.ruleLabel}>
          {t('absence.ruleWho')}
        </label>
        <Picker
          field={{ key: 'substitute', title: t('absence.ruleWho'), kind: 'ref', target: PEOPLE }}
          slug={absence.slug}
          path="substitute"
          value={rule.substitute}
          onChange={cell => onChange({ ...rule, substitute: typeof cell === 'string' ? cell : null })}
          a11y={{ id, ...(noOne ? { 'aria-invalid': true, 'aria-describedby': `${id}-wrong` } : {}) }}
          required
          faults={{}}
          refs={{}}
          cells={{}}
          setCell={() => undefined}
        />
        {noOne && (
          <p id={`${id}-wrong`} className={classes.wrong}>
            {faultText(noOne)}
          </p>
        )}
      </div>
      {chosen && <Conditions type={chosen} rule={rule} fault={wrong('condition')} onChange={onChange} />}
      <span className={classes.ruleTools}>
        {onRaise && (
          <ActionIcon variant="subtle" color="gray" onClick={onRaise} aria-label={t('absence.ruleUp', { n: number })}>
            <Icon name="up" size={16} />
          </ActionIcon>
        )}
        <ActionIcon variant="subtle" color="gray" onClick={onDrop} aria-label={t('absence.ruleDrop', { n: number })}>
          <Icon name="x" size={16} />
        </ActionIcon>
      </span>
    </li>
  )
}

interface ConditionsProps {
  type: TypeMeta
  rule: StandInRule
  fault: FaultBody | undefined
  onChange: (rule: StandInRule) => void
}

/** The conditions of a list, on the records of the rule. What they name is called as in the list. */
function Conditions({ type, rule, fault, onChange }: ConditionsProps) {
  const { t } = useTranslation()
  const faultText = useFaultText()
  const { locale } = useFormat()
  const [adding, setAdding] = useState(false)
  const filter = filterOf(rule.conditions, type, locale.zone)
  const { refs } = useRows(type.slug, { filter }, filter !== '', 20)
  return (
    // The editor of a condition is a form of its own: what it sends must not send the absence around it.
    <div className={classes.ruleConditions} onSubmit={e => e.stopPropagation()}>
      <span className={classes.ruleLabel}>{t(rule.conditions.length > 0 ? 'absence.ruleIf' : 'absence.ruleAll')}</span>
      <Filters
        type={type}
        conditions={rule.conditions}
        refs={refs}
        onChange={conditions => onChange({ ...rule, conditions })}
        adding={adding}
        onAdding={setAdding}
      />
      {fault && <p className={classes.wrong}>{faultText(fault)}</p>}
    </div>
  )
}
