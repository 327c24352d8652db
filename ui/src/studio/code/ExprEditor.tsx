import { Annotation, Compartment, EditorState } from '@codemirror/state'
import { EditorView } from '@codemirror/view'
import { useEffect, useRef } from 'react'
import type { Path } from '../doc/json'
import type { Diagnostic } from '../draft/types'
import { usePanelFile } from '../panel/place'
import { useProblems, useText } from '../shell/context'
import { differing } from './differing'
import css from './expr.module.css'
import { exprExtensions } from './extensions'
import { foundIn, issuesIn, mark } from './marks'
import type { Mode } from './tokens'
import { useExprHelp } from './useExprHelp'

export interface ExprEditorProps {
  mode: Mode
  label: string
  value: string
  path: Path
  invalid?: boolean
  large?: boolean
  focused?: boolean // the caret stands in it from the beginning
  empty?: string
  issues?: Issues // what else is known of this text
  onChange: (text: string) => void
  onTry?: () => void
}

/** What is wrong with a text, told before the whole draft could be checked. */
export interface Issues {
  text: string
  list: (Diagnostic & { from: number; to: number })[]
}

const fromOutside = Annotation.define<boolean>()

/** The editor of one expression: colours, completion, problems at their place, fixes. */
export default function ExprEditor(props: ExprEditorProps) {
  const { mode, label, value, path, invalid = false, large = false } = props
  const host = useRef<HTMLDivElement>(null)
  const view = useRef<EditorView>(null)
  const last = useRef(props)
  last.current = props
  const help = useExprHelp(path)
  const attributes = useRef(new Compartment())

  useEffect(() => {
    if (!host.current) return
    const { value: doc, empty = '', focused } = last.current
    const onTry = () => {
      last.current.onTry?.()
      return last.current.onTry !== undefined
    }
    const made = new EditorView({
      parent: host.current,
      state: EditorState.create({
        doc,
        selection: { anchor: focused ? doc.length : 0 },
        extensions: [
          exprExtensions({ mode, large, empty, ...help, onTry }),
          attributes.current.of([]),
          EditorView.updateListener.of(update => {
            const isOwn = !update.transactions.some(tr => tr.annotation(fromOutside))
            if (update.docChanged && isOwn) last.current.onChange(update.state.doc.toString())
          }),
        ],
      }),
    })
    view.current = made
    if (focused) made.focus()
    return () => made.destroy()
  }, [mode, large, help])

  useEffect(() => {
    const at = view.current
    const before = at?.state.doc.toString()
    if (!at || before === undefined || before === value) return
    at.dispatch({ changes: differing(before, value), annotations: fromOutside.of(true) })
  }, [value])

  // biome-ignore lint/correctness/useExhaustiveDependencies: a new editor has none of it
  useEffect(() => {
    const said = { 'aria-label': label, 'aria-invalid': String(invalid), 'data-expr': mode }
    view.current?.dispatch({
      effects: attributes.current.reconfigure(EditorView.contentAttributes.of(said)),
    })
  }, [label, invalid, mode, help])

  useMarks(view, props, help)
  return (
    <div
      ref={host}
      className={css.editor}
      data-mode={mode}
      data-large={large || undefined}
      data-invalid={invalid || undefined}
    />
  )
}

/** Problems move with the text; those that are about an older text wait for the next answer. */
function useMarks(view: React.RefObject<EditorView | null>, props: ExprEditorProps, editor: object): void {
  const { file } = usePanelFile()
  const problems = useProblems(file)
  const text = useText(file)
  const now = useRef({ text, path: props.path, value: props.value })
  now.current = { text, path: props.path, value: props.value }
  const { issues } = props
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new editor has no marks
  useEffect(() => {
    const { value, path } = now.current
    const found = foundIn(now.current.text, file, path, value, problems)
    const more = issues?.text === value ? issuesIn(value, issues.list) : []
    if (view.current && found) mark(view.current, found.length > 0 ? found : more)
  }, [view, file, problems, issues, editor])
}
