import { ActionIcon, Button, TextInput } from '@mantine/core'
import IconPlus from '@tabler/icons-react/dist/esm/icons/IconPlus.mjs'
import IconX from '@tabler/icons-react/dist/esm/icons/IconX.mjs'
import { type KeyboardEvent, useRef } from 'react'
import { useTranslation } from '../../i18n'
import type { JsonObject, Path } from '../doc/json'
import { useWords } from '../grammar/words'
import { KeyInput } from '../panel/nested'
import { usePanelFile } from '../panel/place'
import { useEdit } from '../shell/context'
import { addChoice, type Choice, choicesOf, linesOf, removeChoice, renameChoice, writeChoices } from './choices'
import css from './form.module.css'
import { freeTitle } from './useFormDesigner'
import { useLiveChoices } from './useLiveChoices'

interface Props {
  path: Path
  decl: JsonObject
  field: string
}

/** What can be chosen: labels in their order, keys beside them. */
export function ChoicesEditor({ path, decl }: Props) {
  const { t } = useTranslation()
  const words = useWords()
  const { file } = usePanelFile()
  const edit = useEdit(file)
  const live = useLiveChoices(path)
  const box = useRef<HTMLUListElement>(null)
  const list = choicesOf(decl)
  const label = `choices ${path.join('.')}`
  const write = (next: Choice[], what = label) => edit(text => writeChoices(text, path, decl, next), what)
  const focus = (at: number) =>
    requestAnimationFrame(() => {
      const input = box.current?.querySelectorAll<HTMLInputElement>('input[data-label]')[at]
      input?.focus()
      input?.select()
    })
  const add = () => {
    write(addChoice(list, freeTitle(t('studioForm.choice'), list.map(c => c.label))), `${label} add`) // biome-ignore format: one list
    focus(list.length)
  }
  const move = (at: number, to: number) => {
    const next = [...list]
    const [one] = next.splice(at, 1)
    if (!one || to < 0 || to > next.length) return
    next.splice(to, 0, one)
    write(next, `${label} order`)
    focus(to)
  }
  const relabel = (at: number, to: string) => {
    const was = list[at]
    if (!was) return
    write(list.map((c, i) => (i === at ? { ...c, label: to } : c)))
  }
  /** Until it is in force a choice takes its key from what people read. */
  const settle = (at: number) => {
    const one = list[at]
    if (!one || live.includes(one.key)) return
    const others = list.filter((_, i) => i !== at)
    const key = addChoice(others, one.label).at(-1)?.key ?? one.key
    if (key !== one.key) edit(text => renameChoice(text, path, decl, one.key, key, false), label)
  }
  const onKeyDown = (at: number) => (e: KeyboardEvent<HTMLInputElement>) => {
    if (e.altKey && (e.key === 'ArrowUp' || e.key === 'ArrowDown')) move(at, at + (e.key === 'ArrowUp' ? -1 : 1))
    else if (e.key === 'Enter' && at === list.length - 1) add()
    else if (e.key === 'Enter' || e.key === 'ArrowDown') focus(at + 1)
    else if (e.key === 'ArrowUp') focus(at - 1)
    else return
    e.preventDefault()
  }
  return (
    <section className={css.group} aria-label={words.label('field', 'enum')}>
      <h3 className={css.groupTitle}>{words.label('field', 'enum')}</h3>
      <ul ref={box} className={css.choices}>
        {list.map((choice, at) => (
          <li key={choice.key}>
            <TextInput
              size="xs"
              data-label
              aria-label={t('studioForm.choiceLabel', { at: at + 1 })}
              value={choice.label}
              onChange={e => relabel(at, e.currentTarget.value)}
              onBlur={() => settle(at)}
              onKeyDown={onKeyDown(at)}
              onPaste={e => {
                const lines = linesOf(e.clipboardData.getData('text'))
                if (lines.length < 2) return
                e.preventDefault()
                write(lines.reduce(addChoice, list.filter((_, i) => i !== at || choice.label !== ''))) // biome-ignore format: one list
              }}
            />
            <KeyInput
              name={choice.key}
              onRename={key => {
                if (list.some(c => c.key === key)) return
                edit(
                  text => renameChoice(text, path, decl, choice.key, key, live.includes(choice.key)),
                  `${label} rename`,
                )
              }}
            />
            <ActionIcon
              size="sm"
              aria-label={t('studioForm.removeChoice', { title: choice.label })}
              onClick={() => {
                edit(text => removeChoice(text, path, decl, choice.key), `${label} remove`)
                focus(Math.min(at, list.length - 2))
              }}
            >
              <IconX size={14} stroke={1.8} />
            </ActionIcon>
          </li>
        ))}
      </ul>
      <Button
        variant="subtle"
        size="xs"
        leftSection={<IconPlus size={14} stroke={1.8} aria-hidden />}
        className={css.add}
        onClick={add}
      >
        {t('studioForm.addChoice')}
      </Button>
      <p className={css.note}>{t('studioForm.choicesNote')}</p>
    </section>
  )
}
