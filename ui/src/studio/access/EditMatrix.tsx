import { Button } from '@mantine/core'
import { useEffect, useRef } from 'react'
import { useTranslation } from '../../i18n'
import { object, type TypeFile } from '../doc/config'
import { prune, set } from '../doc/edit'
import { type Path, valueAt } from '../doc/json'
import { fieldsOf, statesOf } from '../doc/names'
import { isUnder } from '../panel/place'
import { useEdit, useText } from '../shell/context'
import { useFocus } from '../shell/focus'
import css from './access.module.css'
import { EditRule } from './EditRule'
import { keysSaid } from './useRule'

/** Who edits what in which states: every line of the matrix, in the order of the file. */
export function EditMatrix({ type }: { type: TypeFile }) {
  const { t } = useTranslation()
  const lines = Object.entries(object(type.whole.edit)).flatMap(([fields, row]) =>
    Object.keys(object(row)).map(states => ['edit', fields, states]),
  )
  return (
    <section className={css.matrix}>
      <h2>{t('studioAccess.matrix')}</h2>
      <p className={css.dim}>{t(lines.length > 0 ? 'studioAccess.matrixHint' : 'studioAccess.matrixNone')}</p>
      <ul>
        {lines.map(path => (
          <Line key={path.join('|')} path={path} type={type} />
        ))}
      </ul>
    </section>
  )
}

function Line({ path, type }: { path: Path; type: TypeFile }) {
  const { t } = useTranslation()
  const edit = useEdit(type.file)
  const isOwn = valueAt(useText(type.file), path) !== undefined
  const focus = useFocus(type.file)
  const isAimed = focus !== undefined && isUnder(focus, path)
  const here = useRef<HTMLLIElement>(null)
  useEffect(() => {
    if (!isAimed) return
    here.current?.scrollIntoView({ block: 'center' })
    here.current?.querySelector<HTMLElement>('input')?.focus({ preventScroll: true })
  }, [isAimed])
  const fields = keysSaid(String(path[1]), fieldsOf(type), t)
  const states = keysSaid(String(path[2]), statesOf(type), t)
  return (
    <li ref={here} data-aimed={isAimed || undefined}>
      <h3>{fields}</h3>
      {!isOwn && <p className={css.dim}>{t('studioAccess.matrixBase', { states })}</p>}
      <EditRule path={path} type={type} />
      <Button
        size="compact-xs"
        variant="subtle"
        color="red"
        aria-label={`${t('studioAccess.remove')}: ${fields}, ${states}`}
        onClick={() => edit(text => (isOwn ? prune(text, path) : set(text, path, null)), `remove ${path.join('.')}`)}
      >
        {t(isOwn ? 'studioAccess.remove' : 'studioAccess.removeHere')}
      </Button>
    </li>
  )
}
