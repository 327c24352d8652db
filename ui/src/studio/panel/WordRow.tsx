import { ActionIcon } from '@mantine/core'
import IconX from '@tabler/icons-react/dist/esm/icons/IconX.mjs'
import type { ReactNode } from 'react'
import { useTranslation } from '../../i18n'
import type { Path } from '../doc/json'
import type { Word } from '../grammar/grammar'
import { useWords } from '../grammar/words'
import { useFocus } from '../shell/focus'
import { ExprWord } from './ExprWord'
import { IconWord } from './IconWord'
import {
  BoolWord,
  CountWord,
  EnumWord,
  type InputProps,
  NamesWord,
  NameWord,
  PeopleWord,
  RawWord,
  TextsWord,
  TextWord,
} from './inputs'
import { ListWord, MapWord, MatrixWord, NestedWord } from './nested'
import css from './panel.module.css'
import { type Cell, isUnder, samePath, usePanelFile, usePlaced } from './place'
import { Row } from './Row'

interface Props {
  decl: string
  path: Path
  word: Word
  cell: Cell
  onClear?: () => void // it is taken away, not only emptied by typing
  bare?: boolean // label and hint stand elsewhere: in the head of a table
}

const nested = new Set<Word['shape']>(['decl', 'decls', 'map', 'matrix', 'exprs', 'raws'])

/** One property with the control that its shape wants. */
export function WordRow({ decl, path, word, cell, onClear, bare = false }: Props) {
  const { t } = useTranslation()
  const words = useWords()
  const { file } = usePanelFile()
  const here = [...path, word.name]
  const focus = useFocus(file)
  const placed = usePlaced(file).filter(p => (nested.has(word.shape) ? samePath(p.path, here) : isUnder(p.path, here)))
  const label = words.label(decl, word.name)
  const input: InputProps = {
    decl,
    word,
    label,
    value: cell.value,
    error: placed.some(p => p.problem.severity === 'error'),
    onChange: cell.set,
  }
  return (
    <Row
      label={label}
      hint={bare ? undefined : words.hint(decl, word)}
      required={word.required}
      inherited={cell.inherited ? t('studio.panel.inherited') : undefined}
      problems={placed.map(p => p.problem)}
      plain={bare || word.shape === 'bool'}
      aimed={focus !== undefined && (nested.has(word.shape) ? samePath(focus, here) : isUnder(focus, here))}
    >
      <div className={css.control}>
        <div className={css.grow}>{control(input, here)}</div>
        {cell.value !== undefined && !cell.inherited && !word.required && !nested.has(word.shape) && (
          <ActionIcon
            size="sm"
            aria-label={t('studio.panel.clear', { label })}
            onClick={() => {
              onClear?.()
              cell.set(undefined)
            }}
          >
            <IconX size={14} stroke={1.8} />
          </ActionIcon>
        )}
      </div>
    </Row>
  )
}

function control(input: InputProps, path: Path): ReactNode {
  const { word } = input
  if (word.enum && (word.shape === 'text' || word.shape === 'name' || word.shape === 'texts'))
    return <EnumWord {...input} />
  switch (word.shape) {
    case 'text':
      if (word.ref === 'icon') return <IconWord {...input} />
      return word.place === 'text' ? <ExprWord {...input} path={path} /> : <TextWord {...input} />
    case 'bool':
      return <BoolWord {...input} />
    case 'count':
      return <CountWord {...input} />
    case 'texts':
      return <TextsWord {...input} />
    case 'name':
      return <NameWord {...input} />
    case 'names':
      return <NamesWord {...input} />
    case 'people':
      return <PeopleWord {...input} />
    case 'expr':
    case 'value':
      return <ExprWord {...input} path={path} />
    case 'raw':
      return <RawWord {...input} />
    case 'decl':
      return <NestedWord {...input} path={path} />
    case 'decls':
    case 'exprs':
    case 'raws':
      return <ListWord {...input} path={path} />
    case 'map':
      return <MapWord {...input} path={path} />
    case 'matrix':
      return <MatrixWord {...input} path={path} />
  }
}
