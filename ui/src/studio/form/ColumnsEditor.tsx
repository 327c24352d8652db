import { ActionIcon, Button, Switch, TextInput } from '@mantine/core'
import IconChevron from '@tabler/icons-react/dist/esm/icons/IconChevronRight.mjs'
import IconPlus from '@tabler/icons-react/dist/esm/icons/IconPlus.mjs'
import IconX from '@tabler/icons-react/dist/esm/icons/IconX.mjs'
import { type KeyboardEvent, useRef, useState } from 'react'
import { useTranslation } from '../../i18n'
import { names, object, titleOf } from '../doc/config'
import { moveKey, remove, renameKey, set } from '../doc/edit'
import { isObject, type JsonObject, type Path } from '../doc/json'
import { keyFrom } from '../doc/keys'
import { useWords } from '../grammar/words'
import { inWhole, usePanelFile } from '../panel/place'
import { useConfig, useEdit } from '../shell/context'
import { ChoicesEditor } from './ChoicesEditor'
import { useDesigner } from './designer'
import { FieldWords } from './FieldWords'
import css from './form.module.css'
import { KindIcon } from './KindIcon'
import { KindMenu } from './KindMenu'
import { columnKinds, kindOf, newField } from './kinds'
import { setRequired } from './ops'
import { reserved } from './reserved'
import { personIn } from './shape'
import { freeTitle, useAround } from './useFormDesigner'

/** The columns of a table, in their order; each opens to all that it says. */
export function ColumnsEditor({ path, decl }: { path: Path; decl: JsonObject }) {
  const { t } = useTranslation()
  const words = useWords()
  const { file } = usePanelFile()
  const { type } = useDesigner()
  const edit = useEdit(file)
  const around = useAround(type)
  const box = useRef<HTMLUListElement>(null)
  const [open, setOpen] = useState<string | null>(null)
  const [asking, setAsking] = useState<HTMLElement | null>(null)
  const under = [...path, 'items', 'properties']
  const columns = Object.entries(object(object(decl.items).properties)).filter(([, column]) => column !== null)
  const keys = columns.map(([key]) => key)
  const focus = (at: number) =>
    requestAnimationFrame(() => {
      const input = box.current?.querySelectorAll<HTMLInputElement>('input[data-column]')[at]
      input?.focus()
      input?.select()
    })
  const move = (at: number, by: -1 | 1) => {
    const key = keys[at]
    if (!key || at + by < 0 || at + by >= keys.length) return
    edit(text => moveKey(text, [...under, key], keys[by < 0 ? at - 1 : at + 2]), `columns ${path.join('.')} order`)
    focus(at + by)
  }
  return (
    <section className={css.group} aria-label={words.label('field', 'items')}>
      <h3 className={css.groupTitle}>{words.label('field', 'items')}</h3>
      <ul ref={box} className={css.columnList}>
        {columns.map(([key, column], at) => (
          <Column
            key={key}
            name={key}
            path={[...under, key]}
            decl={object(column)}
            table={path}
            keys={keys}
            open={open === key}
            onToggle={() => setOpen(open === key ? null : key)}
            onKey={to => setOpen(was => (was === key ? to : was))}
            onMove={by => move(at, by)}
          />
        ))}
      </ul>
      <Button
        variant="subtle"
        size="xs"
        leftSection={<IconPlus size={14} stroke={1.8} aria-hidden />}
        className={css.add}
        onClick={e => setAsking(e.currentTarget)}
      >
        {t('studioForm.addColumn')}
      </Button>
      {asking && (
        <KindMenu
          at={asking}
          kinds={columnKinds}
          onClose={() => setAsking(null)}
          onKind={kind => {
            const title = freeTitle(words.kind(kind), columns.map(([k, c]) => titleOf(c, k))) // biome-ignore format: one list
            const key = keyFrom(title, [...keys, ...reserved], 'column')
            edit(text => set(text, [...under, key], newField(kind, title, around(kind))), `column ${key}`)
            focus(columns.length)
          }}
        />
      )}
    </section>
  )
}

interface ColumnProps {
  name: string
  path: Path
  decl: JsonObject
  table: Path
  keys: string[]
  open: boolean
  onToggle: () => void
  onKey: (key: string) => void
  onMove: (by: -1 | 1) => void
}

function Column({ name, path, decl, table, keys, open, onToggle, onKey, onMove }: ColumnProps) {
  const { t } = useTranslation()
  const config = useConfig()
  const { file, type } = usePanelFile()
  const { inForce, base } = useDesigner()
  const edit = useEdit(file)
  const [typed, setTyped] = useState<string | null>(null)
  const kind = kindOf(decl, personIn(config, type?.pack ?? ''))
  const title = titleOf(decl, name)
  const items = [...table, 'items']
  const required = names(object(inWhole(type?.whole, items)).required).includes(name)
  const fresh = !inForce(String(table[2])) && isObject(inWhole(type?.own, path))
  // What a base has is taken away by saying so.
  const inherited = inWhole(base, path) !== undefined
  const demanded = names(object(inWhole(base, items)).required).includes(name)
  const cut = (text: string) => {
    const left = remove(setRequired(text, items, name, false), path)
    return inherited ? set(left, path, null) : left
  }
  const settle = () => {
    setTyped(null)
    if (!fresh) return
    const key = keyFrom(title, [...keys.filter(k => k !== name), ...reserved], 'column')
    if (key === name) return
    edit(
      text =>
        renameKey(required ? setRequired(setRequired(text, items, name, false), items, key, true) : text, path, key),
      `column ${name}`,
    )
    onKey(key)
  }
  const onKeyDown = (e: KeyboardEvent) => {
    if (!e.altKey || (e.key !== 'ArrowUp' && e.key !== 'ArrowDown')) return
    e.preventDefault()
    onMove(e.key === 'ArrowUp' ? -1 : 1)
  }
  return (
    <li className={css.column} data-open={open || undefined}>
      <div className={css.columnHead}>
        <ActionIcon
          size="sm"
          aria-expanded={open}
          aria-label={t('studioForm.openColumn', { title })}
          onClick={onToggle}
        >
          <IconChevron size={14} stroke={1.8} className={open ? css.turned : undefined} />
        </ActionIcon>
        <KindIcon kind={kind} size={14} />
        <TextInput
          size="xs"
          data-column
          className={css.grow}
          aria-label={t('studioForm.columnTitle', { key: name })}
          value={typed ?? title}
          onChange={e => {
            setTyped(e.currentTarget.value)
            const next = e.currentTarget.value
            if (next.trim()) edit(text => set(text, [...path, 'title'], next), `column title ${name}`)
          }}
          onBlur={settle}
          onKeyDown={onKeyDown}
        />
        <ActionIcon
          size="sm"
          aria-label={t('studioForm.removeColumn', { title })}
          onClick={() => edit(cut, `column remove ${name}`)}
        >
          <IconX size={14} stroke={1.8} />
        </ActionIcon>
      </div>
      {open && (
        <div className={css.columnBody}>
          {(kind === 'choice' || kind === 'choices') && <ChoicesEditor path={path} decl={decl} field={name} />}
          <FieldWords
            kind={kind}
            path={path}
            decl={decl}
            required={
              <Switch
                label={t('studioForm.required')}
                checked={required}
                disabled={demanded}
                onChange={e => {
                  const on = e.currentTarget.checked
                  edit(text => setRequired(text, items, name, on), `column required ${name}`)
                }}
              />
            }
          />
        </div>
      )}
    </li>
  )
}
