import { closeBrackets, closeBracketsKeymap, completionKeymap } from '@codemirror/autocomplete'
import { defaultKeymap, history, historyKeymap, indentWithTab } from '@codemirror/commands'
import { bracketMatching, HighlightStyle, indentOnInput, indentUnit, syntaxHighlighting } from '@codemirror/language'
import { lintKeymap } from '@codemirror/lint'
import { highlightSelectionMatches, searchKeymap } from '@codemirror/search'
import type { Extension } from '@codemirror/state'
import { drawSelection, EditorView, highlightActiveLine, keymap, lineNumbers } from '@codemirror/view'
import { tags } from '@lezer/highlight'
import { nonce } from '../../app/nonce'

const colours = HighlightStyle.define([
  { tag: [tags.keyword, tags.operatorKeyword, tags.bool, tags.null], color: 'var(--k-decision)' },
  { tag: tags.string, color: 'var(--k-done)' },
  { tag: [tags.number, tags.special(tags.string)], color: 'var(--k-rework)' },
  { tag: [tags.brace, tags.escape], color: 'var(--k-decision)', fontWeight: '600' },
  { tag: [tags.propertyName, tags.function(tags.variableName)], color: 'var(--k-ac)' },
  { tag: tags.comment, color: 'var(--k-tx3)' },
])

const look = EditorView.theme({
  '&': { color: 'var(--k-tx)', backgroundColor: 'var(--k-bg)', fontSize: '12px' },
  '&.cm-focused': { outline: '2px solid var(--k-focus)', outlineOffset: '-2px' },
  '.cm-scroller': { fontFamily: 'var(--k-mono)', lineHeight: '18px', fontVariantLigatures: 'none' },
  '.cm-content': { caretColor: 'var(--k-tx)' },
  '.cm-cursor': { borderLeftColor: 'var(--k-tx)' },
  '.cm-gutters': { color: 'var(--k-tx3)', backgroundColor: 'var(--k-sunk)', borderRight: '1px solid var(--k-line)' },
  '.cm-activeLine': { backgroundColor: 'color-mix(in srgb, var(--k-sel) 60%, transparent)' },
  '.cm-activeLineGutter': { backgroundColor: 'var(--k-sunk2)' },
  '&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-selectionBackground': {
    backgroundColor: 'var(--k-acbg)',
  },
  '.cm-tooltip': {
    border: '1px solid var(--k-line2)',
    borderRadius: 'var(--k-r)',
    color: 'var(--k-tx)',
    backgroundColor: 'var(--k-raise)',
    boxShadow: 'var(--k-shadow-2)',
    fontFamily: 'var(--k-font)',
  },
  '.cm-tooltip-autocomplete ul li[aria-selected]': { color: 'var(--k-tx)', backgroundColor: 'var(--k-acbg)' },
  '.cm-panels': { color: 'var(--k-tx)', backgroundColor: 'var(--k-sunk)' },
})

/** Colours of the words, and how an editor looks. */
export const editorLook: Extension = [EditorView.cspNonce.of(nonce), syntaxHighlighting(colours), look]

/** What every code editor of the Studio has. Tab leaves it after Escape, as CodeMirror does it. */
export const editorBase = (label: string): Extension => [
  lineNumbers(),
  history(),
  drawSelection(),
  indentOnInput(),
  bracketMatching(),
  closeBrackets(),
  highlightActiveLine(),
  highlightSelectionMatches(),
  indentUnit.of('  '),
  editorLook,
  keymap.of([
    ...closeBracketsKeymap,
    ...defaultKeymap,
    ...searchKeymap,
    ...historyKeymap,
    ...completionKeymap,
    ...lintKeymap,
    indentWithTab,
  ]),
  EditorView.contentAttributes.of({ 'aria-label': label, tabindex: '0' }),
]
