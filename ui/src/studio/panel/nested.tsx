import { ActionIcon, Button, Collapse, Menu, TextInput } from '@mantine/core'
import IconArrowDown from '@tabler/icons-react/dist/esm/icons/IconArrowDown.mjs'
import IconArrowUp from '@tabler/icons-react/dist/esm/icons/IconArrowUp.mjs'
import IconChevronRight from '@tabler/icons-react/dist/esm/icons/IconChevronRight.mjs'
import IconDots from '@tabler/icons-react/dist/esm/icons/IconDots.mjs'
import IconPlus from '@tabler/icons-react/dist/esm/icons/IconPlus.mjs'
import { type ReactNode, useContext, useEffect, useRef, useState } from 'react'
import { useTranslation } from '../../i18n'
import { object, titleOf } from '../doc/config'
import { moveItem, moveKey, prune, remove, renameKey, set } from '../doc/edit'
import { isObject, type Json, keysAt, type Path, valueAt } from '../doc/json'
import { freeKey } from '../doc/keys'
import { type Word, wordsOf } from '../grammar/grammar'
import { useWords } from '../grammar/words'
import { useEdit, useText } from '../shell/context'
import { useFocus } from '../shell/focus'
import { ExprWord } from './ExprWord'
import { type InputProps, NamesWord, NameWord, PeopleWord, RawWord, TextWord } from './inputs'
import { Panel } from './Panel'
import css from './panel.module.css'
import { inWhole, isUnder, OpenedContext, spread, usePanelFile, usePlaced } from './place'

type Props = InputProps & { path: Path }

/** A thing inside a thing: its own panel, folded while nothing is written there. */
export function NestedWord({ word, path, value, onChange }: Props) {
  const words = useWords()
  const { t } = useTranslation()
  if (!word.of) return null
  if (value === undefined || value === null) {
    return (
      <Button variant="default" size="xs" onClick={() => onChange(emptyOf(word.of ?? ''))}>
        {words.add(word.of)}
      </Button>
    )
  }
  return (
    <div className={css.nested}>
      <Panel decl={word.of} path={path} />
      {!word.required && (
        <Button variant="subtle" color="gray" size="xs" onClick={() => onChange(undefined)}>
          {t('studio.panel.remove')}
        </Button>
      )}
    </div>
  )
}

/** What a new thing begins with: the bare form where there is one that needs no text. */
function emptyOf(decl: string): Json {
  const short = wordsOf(decl).find(w => w.short && w.shape === 'bool')
  return short ? true : {}
}

/** Which of the things under a path is open: the one that the address points at, until another is chosen. */
function useAimed<K extends string | number>(path: Path) {
  const { file } = usePanelFile()
  const focus = useFocus(file)
  const aimed = focus && isUnder(focus, path) ? (focus[path.length] as K | undefined) : undefined
  const [open, setOpen] = useState<K | null>(aimed ?? null)
  useEffect(() => {
    if (aimed !== undefined) setOpen(aimed)
  }, [aimed])
  const tell = useContext(OpenedContext)
  const here = useRef(path)
  here.current = path
  useEffect(() => {
    if (open !== null) tell([...here.current, open])
  }, [open, tell])
  return [open, setOpen] as const
}

/** The panel of a list: conditions, effects, required fields. */
export function ListWord(props: Props) {
  const { word, path, label } = props
  const { t } = useTranslation()
  const words = useWords()
  const { file, type } = usePanelFile()
  const text = useText(file)
  const edit = useEdit(file)
  const [open, setOpen] = useAimed<number>(path)
  const own = valueAt(text, path)
  const list = (Array.isArray(own) ? own : own === undefined ? inWhole(type?.whole, path) : [own]) ?? []
  const items = Array.isArray(list) ? list : [list]
  const write = (next: Json[], what: string) =>
    edit(before => (next.length ? set(before, path, next) : prune(before, path)), what)
  const itemWord: Word = { ...word, shape: word.shape === 'exprs' ? 'expr' : 'raw', enum: undefined }
  return (
    <div className={css.list}>
      {items.map((item, at) => (
        <Item
          key={at}
          title={summary(item) || `${label} ${at + 1}`}
          path={[...path, at]}
          open={word.shape !== 'decls' || open === at}
          flat={word.shape !== 'decls'}
          onToggle={() => setOpen(open === at ? null : at)}
          onUp={
            at > 0
              ? () =>
                  edit(
                    before => moveItem(own === undefined ? set(before, path, items) : before, path, at, at - 1),
                    `${path.join('.')} up`,
                  )
              : undefined
          }
          onDown={
            at < items.length - 1
              ? () =>
                  edit(
                    before => moveItem(own === undefined ? set(before, path, items) : before, path, at, at + 1),
                    `${path.join('.')} down`,
                  )
              : undefined
          }
          onRemove={() =>
            write(
              items.filter((_, other) => other !== at),
              `${path.join('.')} remove`,
            )
          }
        >
          {word.shape === 'decls' && word.of ? (
            <Panel decl={word.of} path={[...path, at]} />
          ) : word.shape === 'exprs' ? (
            <ExprWord
              {...props}
              word={itemWord}
              value={item}
              path={[...path, at]}
              onChange={v =>
                write(
                  items.map((x, other) => (other === at ? (v ?? '') : x)),
                  path.join('.'),
                )
              }
            />
          ) : (
            <RawWord
              {...props}
              word={itemWord}
              value={item}
              onChange={v =>
                write(
                  items.map((x, other) => (other === at ? (v ?? null) : x)),
                  path.join('.'),
                )
              }
            />
          )}
        </Item>
      ))}
      <Button
        variant="subtle"
        size="xs"
        leftSection={<IconPlus size={14} stroke={1.8} aria-hidden />}
        onClick={() => {
          write([...items, word.shape === 'decls' ? {} : ''], `${path.join('.')} add`)
          setOpen(items.length)
        }}
      >
        {word.of ? words.add(word.of) : t('studio.panel.add')}
      </Button>
    </div>
  )
}

/** The panel of a keyed object: steps, escalation levels, access rules, texts by key. */
export function MapWord(props: Props) {
  const { word, path } = props
  const { t } = useTranslation()
  const words = useWords()
  const { file, type } = usePanelFile()
  const text = useText(file)
  const edit = useEdit(file)
  const [open, setOpen] = useAimed<string>(path)
  const whole = object(inWhole(type?.whole, path))
  const ownKeys = keysAt(text, path)
  const keys = [...Object.keys(whole).filter(k => !ownKeys.includes(k)), ...ownKeys]
  const at = (key: string) => valueAt(text, [...path, key]) ?? whole[key]
  const label = path.join('.')
  return (
    <div className={css.list}>
      {keys.map((key, index) => (
        <Item
          key={key}
          title={(word.of ? titleOf(spread(word.of, at(key)), '') : '') || key}
          name={key}
          path={[...path, key]}
          open={word.of === undefined || open === key}
          flat={word.of === undefined}
          onToggle={() => setOpen(open === key ? null : key)}
          onRename={next => {
            edit(before => renameKey(before, [...path, key], next), `${label}.${key} rename`)
            setOpen(next)
          }}
          onUp={
            index > 0 && ownKeys.includes(key)
              ? () => edit(before => moveKey(before, [...path, key], keys[index - 1]), `${label} order`)
              : undefined
          }
          onDown={
            index < keys.length - 1 && ownKeys.includes(key)
              ? () => edit(before => moveKey(before, [...path, key], keys[index + 2]), `${label} order`)
              : undefined
          }
          onRemove={() =>
            edit(
              before =>
                key in whole && !ownKeys.includes(key)
                  ? set(before, [...path, key], null)
                  : remove(before, [...path, key]),
              `${label} remove`,
            )
          }
        >
          {word.of ? (
            <Panel decl={word.of} path={[...path, key]} stays={isBare(word.of)} />
          ) : (
            <Plain
              {...props}
              name={key}
              value={at(key)}
              onChange={v =>
                edit(
                  before => (v === undefined ? remove(before, [...path, key]) : set(before, [...path, key], v)),
                  `${label}.${key}`,
                )
              }
            />
          )}
        </Item>
      ))}
      <Button
        variant="subtle"
        size="xs"
        leftSection={<IconPlus size={14} stroke={1.8} aria-hidden />}
        onClick={() => {
          const key = freeKey(word.of ?? 'key', keys)
          edit(
            before => set(before, [...path, key], word.of ? newThing(word.of, words.one(word.of)) : ''),
            `${label} add`,
          )
          setOpen(key)
        }}
      >
        {word.of ? words.add(word.of) : t('studio.panel.add')}
      </Button>
    </div>
  )
}

/** A thing of which nothing has to be said is there because somebody has added it. */
const isBare = (decl: string): boolean => !wordsOf(decl).some(w => w.required)

const newThing = (decl: string, title: string): Json => (wordsOf(decl).some(w => w.name === 'title') ? { title } : {})

function Plain(props: Props & { name: string }) {
  const { word, path, name } = props
  const inner: Word = { ...word, shape: word.item ?? 'raw', enum: undefined }
  switch (word.item) {
    case 'text':
      return <TextWord {...props} word={inner} label={name} />
    case 'names':
      return <NamesWord {...props} word={inner} label={name} />
    case 'name':
      return <NameWord {...props} word={inner} label={name} />
    case 'people':
      return <PeopleWord {...props} word={inner} label={name} />
    case 'expr':
    case 'value':
      return <ExprWord {...props} word={inner} label={name} path={[...path, name]} />
  }
  return <RawWord {...props} word={inner} label={name} />
}

/** Who edits what in which states: fields → states → people. */
export function MatrixWord(props: Props) {
  const { word, path } = props
  const { file, type } = usePanelFile()
  const text = useText(file)
  const own = object(valueAt(text, path))
  const whole = object(inWhole(type?.whole, path))
  const keys = [...new Set([...Object.keys(whole), ...Object.keys(own)])]
  return (
    <div className={css.list}>
      {keys.map(key => (
        <section key={key} className={css.item}>
          <h4 className={css.sub}>{key}</h4>
          <MapWord {...props} word={{ ...word, shape: 'map', item: 'people' }} path={[...path, key]} />
        </section>
      ))}
    </div>
  )
}

function summary(item: Json): string {
  if (typeof item === 'string') return item
  if (!isObject(item)) return ''
  const said = item.message ?? item.title ?? item.check ?? item.field ?? item.notify
  if (typeof said === 'string') return said
  return Object.keys(item).join(', ')
}

interface ItemProps {
  title: string
  name?: string // its key, when it has one that can be changed
  path: Path
  open: boolean
  flat: boolean // always open: one control
  onToggle: () => void
  onRename?: (key: string) => void
  onUp?: () => void
  onDown?: () => void
  onRemove: () => void
  children: ReactNode
}

function Item({ title, name, path, open, flat, onToggle, onRename, onUp, onDown, onRemove, children }: ItemProps) {
  const { t } = useTranslation()
  const { file } = usePanelFile()
  const broken = usePlaced(file).some(p => isUnder(p.path, path) && p.problem.severity === 'error')
  const tools = (
    <Menu position="bottom-end" width={200}>
      <Menu.Target>
        <ActionIcon size="sm" aria-label={t('studio.panel.tools', { title })}>
          <IconDots size={14} stroke={1.8} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        {onUp && (
          <Menu.Item leftSection={<IconArrowUp size={14} />} onClick={onUp}>
            {t('studio.panel.up')}
          </Menu.Item>
        )}
        {onDown && (
          <Menu.Item leftSection={<IconArrowDown size={14} />} onClick={onDown}>
            {t('studio.panel.down')}
          </Menu.Item>
        )}
        <Menu.Item color="red" onClick={onRemove}>
          {t('studio.panel.remove')}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  )
  if (flat) {
    return (
      <div className={css.flat}>
        {name !== undefined && onRename && <KeyInput name={name} onRename={onRename} />}
        <div className={css.grow}>{children}</div>
        {tools}
      </div>
    )
  }
  return (
    <section className={css.item} data-broken={broken || undefined}>
      <div className={css.head}>
        <button type="button" className={css.toggle} aria-expanded={open} onClick={onToggle}>
          <IconChevronRight size={14} stroke={1.8} aria-hidden className={open ? css.turned : undefined} />
          <span className={css.name}>{title}</span>
          {name !== undefined && name !== title && <code className={css.key}>{name}</code>}
        </button>
        {tools}
      </div>
      <Collapse expanded={open} transitionDuration={120}>
        {open && (
          <div className={css.body}>
            {name !== undefined && onRename && <KeyInput name={name} onRename={onRename} labelled />}
            {children}
          </div>
        )}
      </Collapse>
    </section>
  )
}

/** The key by which other declarations name the thing. It is taken when the field is left. */
export function KeyInput({
  name,
  onRename,
  labelled = false,
}: {
  name: string
  onRename: (key: string) => void
  labelled?: boolean
}) {
  const { t } = useTranslation()
  const [draft, setDraft] = useState<string | null>(null)
  return (
    <TextInput
      label={labelled ? t('studio.panel.key') : undefined}
      aria-label={t('studio.panel.key')}
      size="xs"
      value={draft ?? name}
      classNames={{ input: css.code, root: labelled ? undefined : css.keyBox }}
      onChange={e => setDraft(e.currentTarget.value)}
      onKeyDown={e => e.key === 'Enter' && e.currentTarget.blur()}
      onBlur={() => {
        const key = draft?.trim()
        setDraft(null)
        if (key && key !== name) onRename(key)
      }}
    />
  )
}
