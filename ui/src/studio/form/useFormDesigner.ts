import { useEffect, useMemo, useRef, useState } from 'react'
import { useMeta } from '../../api/hooks'
import { useTranslation } from '../../i18n'
import { Config, names, object, type TypeFile, titleOf } from '../doc/config'
import { set } from '../doc/edit'
import { valueAt } from '../doc/json'
import { keyFrom } from '../doc/keys'
import { namesFor } from '../doc/names'
import { useWords } from '../grammar/words'
import { useConfig, useDraft, useEdit, useStudio } from '../shell/context'
import { type Chosen, type Designer, focusItem, itemId } from './designer'
import { deleteField, isRead, renameField } from './everywhere'
import { type Around, type Kind, newField, offered } from './kinds'
import * as ops from './ops'
import { baseOf, fieldPath, personIn, properties, rest, sectionOf, shapeOf } from './shape'
import { useSaid } from './useSaid'

/** The form of a type in work: what there is of it and what can be done with it. */
export function useFormDesigner(type: TypeFile, onErase: (key: string) => void): Designer & { said: string } {
  const { t } = useTranslation()
  const words = useWords()
  const config = useConfig()
  const store = useDraft()
  const edit = useEdit(type.file)
  const around = useAround(type)
  const isInForce = useInForce(type)
  const [chosen, put] = useState<Chosen | null>(null)
  const latest = useRef(chosen)
  const setChosen = (next: Chosen | null) => {
    latest.current = next
    put(next)
  }
  const [naming, setNaming] = useState<number | null>(null)
  const [said, say] = useSaid()
  const form = useMemo(() => shapeOf(config, type), [config, type])
  const base = useMemo(() => baseOf(config, type), [config, type])
  const follow = useFollow(form)
  const ids = useRef(0)

  /** The form as it is after what was done a moment ago, which the screen may not show yet. */
  const now = (text: string) => {
    const files = new Config(config.paths, path => (path === type.file ? text : config.source(path)))
    const fresh = files.type(type.key, type.pack) ?? type
    return { type: fresh, form: shapeOf(files, fresh) }
  }
  const choose: Designer['choose'] = (what, key, focus) => {
    const same = chosen?.what === what && chosen.key === key
    const id = same ? chosen.id : ++ids.current
    if (!same) setChosen({ what, key, id })
    setNaming(focus === 'title' ? id : null)
    if (focus === 'item') follow(itemId(what, key))
  }
  const place = (): ops.Place => {
    const section = chosen?.what === 'field' ? sectionOf(form, chosen.key) : undefined
    if (section) return { section: section.key, before: section.fields[section.fields.indexOf(chosen?.key ?? '') + 1] }
    if (chosen?.what === 'section') return { section: chosen.key }
    return { section: form.sections.at(-2)?.key ?? rest }
  }
  const where = (key: string, text: string) => {
    const shape = now(text).form
    const section = sectionOf(shape, key)
    const title = section?.title || t('studioForm.rest')
    say(
      t('studioForm.said.moved', {
        title: shape.fields.get(key)?.title ?? key,
        section: title,
        at: (section?.fields.indexOf(key) ?? 0) + 1,
        of: section?.fields.length ?? 0,
      }),
    )
  }
  const move: Designer['move'] = (key, to) => {
    edit(text => ops.moveField(text, now(text).form, key, to), `move ${key}`)
    where(key, store.text(type.file) ?? '')
    choose('field', key, 'item')
  }

  return {
    type,
    form,
    base,
    chosen,
    naming,
    said,
    choose,
    leave: () => {
      if (latest.current) follow(itemId(latest.current.what, latest.current.key))
    },
    inForce: isInForce,
    add: (kind, to) => {
      const title = freeTitle(words.kind(kind), [...form.fields.values()].map(f => f.title)) // biome-ignore format: one list
      const key = ops.freshKey(type, title)
      edit(
        text => ops.addField(text, now(text).form, key, newField(kind, title, around(kind)), to ?? place()),
        `add ${key}`,
      )
      say(t('studioForm.said.added', { title }))
      choose('field', key, 'title')
    },
    move,
    step: (key, by) => {
      const to = ops.stepOf(form, key, by)
      if (to) move(key, to)
      else say(t('studioForm.said.edge'))
    },
    takeOff: key => {
      edit(text => ops.takeOff(text, now(text).form, key), `off ${key}`)
      say(t('studioForm.said.off', { title: form.fields.get(key)?.title ?? key }))
      const section = sectionOf(form, key)
      const next = section && neighbour(section.fields, key)
      if (next) choose('field', next, 'item')
      else if (section && section.key !== rest) choose('section', section.key, 'item')
    },
    erase: key => {
      if (isInForce(key) || isRead(store.text(type.file) ?? '', key)) return onErase(key)
      const next = neighbour(sectionOf(form, key)?.fields ?? [], key)
      edit(text => deleteField(text, key, false), `erase ${key}`)
      say(t('studioForm.said.erased', { title: form.fields.get(key)?.title ?? key }))
      if (next) choose('field', next, 'item')
      else setChosen(null)
    },
    restore: key => edit(text => ops.restore(text, key), `restore ${key}`),
    retitle: (key, title) => edit(text => writeTitle(text, key, title), `title ${key}`),
    settle: key => {
      if (isInForce(key) || key in properties(base)) return
      const text = store.text(type.file) ?? ''
      const title = titleOf(valueAt(text, fieldPath(key)))
      const taken = ops.takenIn(now(text).type).filter(other => other !== key)
      const next = keyFrom(title, taken, 'field')
      if (!title || next === key || isRead(text, key)) return
      edit(before => renameField(before, key, next), `title ${key}`)
      const was = latest.current
      if (was?.what === 'field' && was.key === key) setChosen({ ...was, key: next })
    },
    require: (key, on) => edit(text => ops.setRequired(text, ['data'], key, on), `require ${key}`),
    addSection: () => {
      const title = freeTitle(words.one('section'), form.sections.map(s => s.title)) // biome-ignore format: one list
      const made = ops.addSection(store.text(type.file) ?? '', title, form)
      edit(() => made.text, `add section ${made.key}`)
      choose('section', made.key, 'title')
    },
    moveSection: (key, before) => {
      edit(text => ops.moveSection(text, ops.movable(form, base), key, before), `move section ${key}`)
      choose('section', key, 'item')
    },
    stepSection: (key, by) => {
      const order = ops.movable(form, base)
      const at = order.indexOf(key)
      const to = at + by
      if (at < 0 || to < 0 || to >= order.length) return say(t('studioForm.said.edge'))
      edit(text => ops.moveSection(text, order, key, order[by < 0 ? to : to + 1]), `move section ${key}`)
      say(t('studioForm.said.section', { at: to + 1, of: order.length }))
      choose('section', key, 'item')
    },
    removeSection: key => {
      edit(text => ops.removeSection(text, type, base, key), `remove section ${key}`)
      setChosen(null)
    },
    titleSection: (key, title) => edit(text => ops.titleSection(text, key, title), `section title ${key}`),
  }
}

const writeTitle = (text: string, key: string, title: string): string => set(text, [...fieldPath(key), 'title'], title)

const neighbour = (list: string[], key: string): string | undefined =>
  list[list.indexOf(key) + 1] ?? list[list.indexOf(key) - 1]

/** «Строка», «Строка 2»: two things of one name would be told apart by nobody. */
export function freeTitle(title: string, taken: string[]): string {
  if (!taken.includes(title)) return title
  for (let n = 2; ; n++) if (!taken.includes(`${title} ${n}`)) return `${title} ${n}`
}

/** Moves the focus to an item once the screen shows it where it is now. */
function useFollow(form: unknown): (id: string) => void {
  const wanted = useRef<string | null>(null)
  // biome-ignore lint/correctness/useExhaustiveDependencies: every form that is drawn anew may hold the item in another place
  useEffect(() => {
    if (wanted.current) focusItem(wanted.current)
    wanted.current = null
  }, [form])
  return id => {
    wanted.current = id
    requestAnimationFrame(() => wanted.current === id && focusItem(id))
  }
}

/** Whether records may hold data under a key: a field of the configuration in force has it. */
export function useHolds(type: TypeFile): (key: string) => boolean {
  const { live } = useStudio()
  return useMemo(() => {
    const config = new Config(Object.keys(live.files), path => live.files[path])
    const fields = properties(config.type(type.key, type.pack)?.whole ?? {})
    return key => key in fields
  }, [live, type.key, type.pack])
}

/** Whether a field of the draft is in force, under its present key or an earlier one. */
export function useInForce(type: TypeFile): (key: string) => boolean {
  const holds = useHolds(type)
  return key => holds(key) || names(object(properties(type.whole)[key]).was).some(holds)
}

/** What new fields are made of here: the people's type, a type to refer to, a series, a currency. */
export function useAround(type: TypeFile): (kind: Kind) => Around {
  const { t } = useTranslation()
  const config = useConfig()
  const { currencies } = useMeta()
  return () => {
    const isPerson = personIn(config, type.pack)
    const types = namesFor('type', config, type.pack, type).map(n => n.value)
    return {
      person: types.find(isPerson) ?? '',
      other: types.find(name => !isPerson(name) && config.type(name, type.pack)?.ref !== type.ref) ?? types[0] ?? '',
      series: namesFor('number', config, type.pack, type)[0]?.value ?? '',
      pointing: namesFor('type.field', config, type.pack, type)[0]?.value ?? '',
      currency: Object.keys(currencies)[0] ?? 'KZT',
      words: { option: t('studioForm.choice'), column: t('studioForm.column') },
    }
  }
}

/** Kinds that make sense here: records of others are shown only where others point here. */
export function useOffered(type: TypeFile): Kind[] {
  const around = useAround(type)
  return offered.filter(kind => {
    const made = around(kind)
    if (kind === 'inverse') return made.pointing !== ''
    return kind !== 'person' || made.person !== ''
  })
}
