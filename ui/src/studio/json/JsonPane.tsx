import { json } from '@codemirror/lang-json'
import { forceLinting, linter, lintGutter } from '@codemirror/lint'
import { EditorState } from '@codemirror/state'
import { EditorView } from '@codemirror/view'
import { useEffect, useRef } from 'react'
import { useTranslation } from '../../i18n'
import { editorBase } from '../code/base'
import { differing } from '../code/differing'
import { nodeAt } from '../doc/json'
import type { Diagnostic } from '../draft/types'
import { problemText } from '../problems/text'
import { useDraft, useProblems, useText } from '../shell/context'
import { useFocus } from '../shell/focus'
import css from './json.module.css'

interface Props {
  file: string
}

/** The text of the file beside its panels: what is changed here changes there, and the other way round. */
export default function JsonPane({ file }: Props) {
  const { t } = useTranslation()
  const text = useText(file)
  const problems = useProblems(file)
  const store = useDraft()
  const host = useRef<HTMLDivElement>(null)
  const view = useRef<EditorView>(null)
  const found = useRef<Diagnostic[]>(problems)
  found.current = problems
  const focus = useFocus(file)
  const first = useRef(text)
  first.current = text

  useEffect(() => {
    if (!host.current) return
    const made = new EditorView({
      parent: host.current,
      state: EditorState.create({
        doc: first.current,
        extensions: [
          editorBase(t('studio.json.title', { file })),
          file.endsWith('.json') ? json() : [],
          lintGutter(),
          linter(v => found.current.flatMap(p => marked(v.state, p)), { delay: 100 }),
          EditorView.updateListener.of(update => {
            if (!update.docChanged) return
            const now = update.state.doc.toString()
            if (now !== store.text(file)) store.edit({ [file]: now }, `json ${file}`)
          }),
        ],
      }),
    })
    view.current = made
    return () => made.destroy()
  }, [file, store, t])

  useEffect(() => {
    const at = view.current
    if (!at || at.state.doc.toString() === text) return
    at.dispatch({ changes: differing(at.state.doc.toString(), text) })
  }, [text])

  useEffect(() => {
    if (view.current && problems) forceLinting(view.current)
  }, [problems])

  useEffect(() => {
    const node = focus && nodeAt(first.current, focus)
    if (!node || !view.current) return
    view.current.dispatch({
      selection: { anchor: node.offset },
      effects: EditorView.scrollIntoView(node.offset, { y: 'center' }),
    })
  }, [focus])

  return (
    <aside className={css.pane} aria-label={t('studio.json.title', { file })}>
      <code className={css.file}>{file}</code>
      <div ref={host} className={css.editor} />
    </aside>
  )
}

function marked(state: EditorState, p: Diagnostic) {
  if (p.line < 1 || p.line > state.doc.lines) return []
  const line = state.doc.line(p.line)
  const from = Math.min(line.from + p.column - 1, line.to)
  const to = Math.min(from + Math.max(p.length ?? 1, 1), line.to)
  return [{ from, to, severity: p.severity, message: problemText(p) }]
}
