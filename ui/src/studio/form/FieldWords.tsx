import { type ReactNode, useState } from 'react'
import { useTranslation } from '../../i18n'
import type { JsonObject, Path } from '../doc/json'
import { wordsOf } from '../grammar/grammar'
import { Panel } from '../panel/Panel'
import css from './form.module.css'
import { isGiven, type Kind, usual, wordsFor } from './kinds'

interface Props {
  kind: Kind
  path: Path
  decl: JsonObject
  required?: ReactNode // the switch that says so
  foot?: ReactNode
}

const groups = ['value', 'show', 'checks'] as const

/** The words of a field by what they are for. What fits the kind and says nothing yet waits behind «ещё». */
export function FieldWords({ kind, path, decl, required, foot }: Props) {
  const { t } = useTranslation()
  const words = wordsFor(kind)
  // What is written when the field is opened keeps its place while it is emptied and filled again.
  const [begun] = useState(() => new Set(Object.keys(decl)))
  const isShown = (word: string) => usual.has(word) || word in decl || begun.has(word)
  const inGroups = groups.flatMap(group => words[group].filter(isShown))
  const fits = new Set([...groups.flatMap(group => words[group]), ...words.more])
  const elsewhere = ['title', 'description', 'enum', 'x-labels', ...(kind === 'rows' ? ['items'] : [])]
  const skip = wordsOf('field')
    .map(w => w.name)
    .filter(w => inGroups.includes(w) || elsewhere.includes(w) || (!fits.has(w) && !hasMeaning(w, decl)))
  return (
    <>
      {groups.map(group => {
        const list = words[group].filter(isShown)
        const extra = group === 'show' && !isGiven(kind) ? required : null
        if (list.length === 0 && !extra) return null
        return (
          <section key={group} className={css.group} aria-label={t(`studioForm.group.${group}`)}>
            <h3 className={css.groupTitle}>{t(`studioForm.group.${group}`)}</h3>
            {extra}
            {list.length > 0 && <Panel decl="field" path={path} only={list} />}
          </section>
        )
      })}
      <section className={css.group} aria-label={t('studioForm.group.more')}>
        <h3 className={css.groupTitle}>{t('studioForm.group.more')}</h3>
        <Panel decl="field" path={path} skip={skip} />
        {foot}
      </section>
    </>
  )
}

/** Words that make a field what it is need not be shown again; any other that is written is, even where it does not fit. */
const making = new Set(['type', 'format', 'x-money', 'x-ref', 'x-file', 'x-number', 'x-inverse', 'x-computed', 'items'])
const hasMeaning = (word: string, decl: JsonObject): boolean => word in decl && !making.has(word)
