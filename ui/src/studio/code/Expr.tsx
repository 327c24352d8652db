import { Textarea } from '@mantine/core'
import { lazy, Suspense, useRef } from 'react'
import { withWords } from '../../i18n'
import type { ExprEditorProps } from './ExprEditor'
import css from './expr.module.css'

const Editor = lazy(withWords(() => import('./ExprEditor'), 'studioRules'))

/** The editor of one expression; a plain field until it has come, with the same text and the caret in it. */
export function Expr(props: ExprEditorProps) {
  const { mode, label, value, invalid, large, empty, onChange } = props
  const entered = useRef(props.focused ?? false)
  return (
    <Suspense
      fallback={
        <Textarea
          aria-label={label}
          value={value}
          error={invalid}
          placeholder={empty}
          autosize
          minRows={large ? 6 : 1}
          classNames={{ input: mode === 'text' ? undefined : css.plain }}
          onFocus={() => {
            entered.current = true
          }}
          onBlur={() => {
            entered.current = false
          }}
          onChange={e => onChange(e.currentTarget.value)}
        />
      }
    >
      <Begun {...props} entered={entered} />
    </Suspense>
  )
}

const Begun = ({ entered, ...props }: ExprEditorProps & { entered: React.RefObject<boolean> }) => (
  <Editor {...props} focused={entered.current} />
)
