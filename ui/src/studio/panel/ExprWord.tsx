import { useRef } from 'react'
import { Expr } from '../code/Expr'
import type { Issues } from '../code/ExprEditor'
import type { Mode } from '../code/tokens'
import type { Json, Path } from '../doc/json'
import type { Word } from '../grammar/grammar'
import type { InputProps } from './inputs'
import { readRaw } from './inputs'

interface Props extends InputProps {
  path: Path
  large?: boolean
  issues?: Issues
  onTry?: () => void
}

/** An expression, a text with {fields}, or a value that may begin with =. */
export function ExprWord({ word, label, value, error, path, large, issues, onTry, onChange }: Props) {
  const said = useRef<{ text: string; value: Json | undefined } | null>(null)
  const text = said.current && same(said.current.value, value) ? said.current.text : shown(value)
  return (
    <Expr
      mode={modeOf(word)}
      label={label}
      value={text}
      path={path}
      invalid={error}
      large={large}
      issues={issues}
      onTry={onTry}
      onChange={written => {
        const next = read(word, written)
        said.current = { text: written, value: next }
        onChange(next)
      }}
    />
  )
}

const modeOf = (word: Word): Mode => (word.place === 'text' ? 'text' : word.shape === 'value' ? 'value' : 'expr')

const same = (a: Json | undefined, b: Json | undefined): boolean => JSON.stringify(a) === JSON.stringify(b)

function shown(value: Json | undefined): string {
  if (value === undefined || value === null) return ''
  return typeof value === 'string' ? value : JSON.stringify(value)
}

function read(word: Word, text: string): Json | undefined {
  if (text === '') return undefined
  return word.shape === 'value' && !text.startsWith('=') ? readRaw(text) : text
}
