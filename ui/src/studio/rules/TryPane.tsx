import { Button, TextInput } from '@mantine/core'
import { type ReactNode, useEffect, useRef, useState } from 'react'
import { useMeta } from '../../api/hooks'
import { useTranslation } from '../../i18n'
import { useKeys } from '../../keys/useKeys'
import { Keycap } from '../../parts'
import type { Issues } from '../code/ExprEditor'
import { RecordSelect } from '../parts/RecordSelect'
import { useRecords } from '../parts/useRecords'
import css from './rules.module.css'
import { type Asked, type Trial, useTry } from './useTry'
import { Verdict } from './Verdict'

interface Props {
  asked: Asked
  type?: string // key of the type whose records it is tried on: pack/type
  before?: ReactNode // what is chosen first
  children?: ReactNode // what else is chosen
  onReady: (again: () => void) => void
  onIssues?: (issues: Issues) => void
}

const chosen = new Map<string, string | null>()

/** Tries the expression in work on a record: what it gives, for whom, at what time, and why. */
export function TryPane({ asked, type: key, before, children, onReady, onIssues }: Props) {
  const { t } = useTranslation()
  const meta = useMeta()
  const type = meta.types.find(one => one.key === key)
  const person = meta.types.find(one => one.directory === 'person')
  const { options: latest, isAnswered } = useRecords(type, { q: '' })
  const [trial, setTrial] = useState<Trial>({ record: chosen.get(key ?? '') ?? null, as: null, at: '' })
  const set = (part: Partial<Trial>) => setTrial(old => ({ ...old, ...part }))
  const record = trial.record ?? latest[0]?.value ?? null
  const isAble = key === undefined || record !== null
  const { tried, error, isOld, again } = useTry({ ...asked, type: type?.slug }, { ...trial, record }, isAble)
  useKeys({ 'Ctrl+Enter': again })
  useEffect(() => onReady(again))
  const say = useRef(onIssues)
  say.current = onIssues
  const { text } = asked
  useEffect(() => {
    if (tried && !isOld) say.current?.({ text, list: tried.diagnostics })
  }, [tried, isOld, text])
  return (
    <aside className={css.tryPane} aria-label={t('studioRules.try.title')}>
      <h2 className={css.sub}>{t('studioRules.try.title')}</h2>
      <div className={css.trial}>
        {before}
        {type && latest.length > 0 && (
          <RecordSelect
            type={type}
            label={t('studioRules.try.record')}
            labelled
            value={record}
            onChange={id => {
              chosen.set(type.key, id)
              set({ record: id })
            }}
          />
        )}
        {children}
        <div className={css.pair}>
          {person && (
            <RecordSelect
              type={person}
              label={t('studioRules.try.as')}
              labelled
              value={trial.as}
              size="xs"
              empty={t('studioRules.try.me')}
              onChange={as => set({ as })}
            />
          )}
          <TextInput
            type="datetime-local"
            size="xs"
            label={t('studioRules.try.at')}
            value={trial.at}
            onChange={e => set({ at: e.currentTarget.value })}
          />
        </div>
        <Button variant="default" size="xs" onClick={again} aria-keyshortcuts="Control+Enter" disabled={!isAble}>
          {t('studioRules.try.do')}
          <span className={css.caps}>
            <Keycap>Ctrl</Keycap> <Keycap>↵</Keycap>
          </span>
        </Button>
      </div>
      {key !== undefined && (!type || (isAnswered && latest.length === 0)) ? (
        <p className={css.note}>{t(type ? 'studioRules.try.noRecords' : 'studioRules.try.noType')}</p>
      ) : (
        <Verdict tried={tried} error={error} isOld={isOld} isEmpty={asked.text.trim() === ''} />
      )}
    </aside>
  )
}
