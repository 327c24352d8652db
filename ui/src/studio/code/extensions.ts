import { closeBrackets, closeBracketsKeymap, completionKeymap } from '@codemirror/autocomplete'
import { history, historyKeymap, insertNewlineAndIndent, standardKeymap } from '@codemirror/commands'
import { bracketMatching } from '@codemirror/language'
import { type Extension, Prec } from '@codemirror/state'
import { drawSelection, EditorView, highlightActiveLine, keymap, lineNumbers, placeholder } from '@codemirror/view'
import { editorLook } from './base'
import { type Ask, completion } from './complete'
import { hoverDocs, type Tell } from './hover'
import { exprLook } from './look'
import { type FixWords, fixWords, marks } from './marks'
import { languageOf, type Mode } from './tokens'

interface Options {
  mode: Mode
  large: boolean
  empty: string // said while nothing is written
  ask: Ask
  tell: Tell
  fix: FixWords
  onTry: () => boolean
}

/** All that an editor of one expression has. Tab leaves it; Enter ends no line where there is one line. */
export function exprExtensions({ mode, large, empty, ask, tell, fix, onTry }: Options): Extension[] {
  const many = large || mode === 'text'
  return [
    history(),
    drawSelection(),
    bracketMatching(),
    closeBrackets(),
    EditorView.lineWrapping,
    editorLook,
    exprLook,
    languageOf(mode),
    completion(ask),
    hoverDocs(tell),
    fixWords.of(fix),
    marks,
    empty ? placeholder(empty) : [],
    large ? [lineNumbers(), highlightActiveLine()] : [],
    Prec.high(keymap.of([{ key: 'Mod-Enter', run: onTry }])),
    keymap.of([
      ...completionKeymap,
      ...closeBracketsKeymap,
      ...(many ? [] : [{ key: 'Enter', run: () => true, shift: insertNewlineAndIndent }]),
      ...standardKeymap,
      ...historyKeymap,
    ]),
  ]
}
