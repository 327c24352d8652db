import { Button } from '@mantine/core'
import { useNavigate } from '@tanstack/react-router'
import { useMemo, useRef, useState } from 'react'
import { useTranslation } from '../../i18n'
import { EmptyState } from '../../parts'
import type { Issues } from '../code/ExprEditor'
import { dotted, writtenPath } from '../code/spot'
import { fileOf, object } from '../doc/config'
import { set } from '../doc/edit'
import type { Path } from '../doc/json'
import { grounded, inWhole, usePlaced } from '../panel/place'
import { InFile } from '../sections/FilePanel'
import { NameDialog } from '../sections/NameDialog'
import { useEdit, useText, useTypeFile } from '../shell/context'
import { useFocus, useShownFile, writePlace } from '../shell/focus'
import type { SectionProps } from '../shell/sections'
import { AddCondition } from './AddCondition'
import { ConditionList } from './ConditionList'
import { ConditionPane } from './ConditionPane'
import { type Condition, conditionAt, conditionsOf } from './conditions'
import css from './rules.module.css'
import { TryPane } from './TryPane'

/** Every condition of a type in one list; the chosen one with its text, its message and a trial on a real record. */
export default function RulesSection({ pack, type }: SectionProps) {
  const file = fileOf.type(pack, type)
  useShownFile(file)
  return (
    <InFile file={file} pack={pack} type={type}>
      <Rules file={file} pack={pack} type={type} />
    </InFile>
  )
}

function Rules({ file, pack, type: key }: SectionProps & { file: string }) {
  const { t } = useTranslation()
  const type = useTypeFile(pack, key)
  const edit = useEdit(file)
  const placed = usePlaced(file)
  const focus = useFocus(file)
  const navigate = useNavigate()
  const [naming, setNaming] = useState(false)
  const conditions = useMemo(() => (type ? conditionsOf(type) : []), [type])
  const chosen = (focus && conditionAt(conditions, focus)) ?? conditions[0]
  const open = (at: Path) =>
    void navigate({ to: '.', search: { at: writePlace(at), file }, replace: true, resetScroll: false })
  const addGuard = (transition: string) => {
    const list: Path = ['lifecycle', 'transitions', transition, 'guards']
    const there = inWhole(type?.whole, list)
    const at: Path = [...list, Array.isArray(there) ? there.length : 0]
    edit(before => set(grounded(before, type, at), at, { check: '', message: '' }), `${at.join('.')} add`)
    open([...at, 'check'])
  }
  return (
    <div className={css.split}>
      <ConditionList
        conditions={conditions}
        placed={placed}
        chosen={chosen}
        onChoose={c => open(c.at)}
        add={type && <AddCondition type={type} onRule={() => setNaming(true)} onGuard={addGuard} />}
      />
      {chosen && type ? (
        <InWork key={chosen.at.join('.')} condition={chosen} file={file} type={type.ref} />
      ) : (
        <EmptyState
          title={t('studioRules.list.empty')}
          actions={<Button onClick={() => setNaming(true)}>{t('studioRules.list.addRule')}</Button>}
        >
          {t('studioRules.list.emptyBody')}
        </EmptyState>
      )}
      {naming && (
        <NameDialog
          title={t('studioRules.list.addRuleTitle')}
          taken={Object.keys(object(type?.whole.rules))}
          otherwise="rule"
          onClose={() => setNaming(false)}
          onName={(message, name) => {
            edit(before => set(before, ['rules', name], { check: '', message }), `rules.${name} add`)
            open(['rules', name, 'check'])
          }}
        />
      )}
    </div>
  )
}

function InWork({ condition, file, type }: { condition: Condition; file: string; type: string }) {
  const [text, setText] = useState(condition.source)
  const whole = useText(file)
  const again = useRef(() => {})
  const [issues, setIssues] = useState<Issues>()
  return (
    <>
      <ConditionPane condition={condition} issues={issues} onText={setText} onTry={() => again.current()} />
      <TryPane
        type={type}
        onIssues={setIssues}
        asked={{ file, path: dotted(writtenPath(whole, condition.at)), text }}
        onReady={act => {
          again.current = act
        }}
      />
    </>
  )
}
