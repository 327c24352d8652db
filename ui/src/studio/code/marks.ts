import { completionStatus } from '@codemirror/autocomplete'
import { type Diagnostic as Mark, setDiagnostics } from '@codemirror/lint'
import { type EditorState, Facet, StateEffect, StateField, type Transaction } from '@codemirror/state'
import { type Command, type EditorView, keymap, showTooltip, type Tooltip } from '@codemirror/view'
import type { Diagnostic } from '../draft/types'
import { problemText } from '../problems/text'
import { type Fix, fixOf, isFresh, type Spot, spotOf } from './spot'

export interface Found {
  from: number
  to: number
  severity: Diagnostic['severity']
  message: string
  fix: Fix | null
}

/** Problems of a file that lie in the expression at a path; null when some are about an older text. */
export function foundIn(
  text: string,
  file: string,
  path: readonly (string | number)[],
  value: string,
  problems: Diagnostic[],
): Found[] | null {
  const found: Found[] = []
  for (const problem of problems) {
    const spot = spotOf(text, file, path, problem)
    if (!spot) continue
    if (!isFresh(text, problem)) return null
    found.push(foundAt(value, problem, spot))
  }
  return found
}

/** Problems whose places in the text are known. */
export const issuesIn = (value: string, list: (Diagnostic & { from: number; to: number })[]): Found[] =>
  list.map(issue => foundAt(value, issue, issue))

/** What can be mended needs no hint beside the button that mends it. */
function foundAt(value: string, problem: Diagnostic, { from, to }: Spot): Found {
  const fix = fixOf(value, problem, { from, to })
  const message = fix ? (problem.text ?? problem.message) : problemText(problem)
  return { from, to, severity: problem.severity, message, fix }
}

/** What an editor says about a fix: the button, and what the name stands for. */
export interface FixWords {
  replace: (name: string) => string
  about: (name: string) => string
}
export const fixWords = Facet.define<FixWords, FixWords>({
  combine: all => all[0] ?? { replace: name => name, about: () => '' },
})

const take = StateEffect.define<Found[]>()

const kept = StateField.define<Found[]>({
  create: () => [],
  update(found, change) {
    for (const effect of change.effects) if (effect.is(take)) return effect.value
    return change.docChanged ? found.map(f => moved(f, change)) : found
  },
})

function moved(f: Found, { changes }: Transaction): Found {
  const at = <S extends { from: number; to: number }>(s: S): S => ({
    ...s,
    from: changes.mapPos(s.from, 1),
    to: changes.mapPos(s.to, -1),
  })
  return { ...at(f), fix: f.fix && changes.touchesRange(f.fix.from, f.fix.to) === false ? at(f.fix) : null }
}

/** Underlines problems. */
export function mark(view: EditorView, found: Found[]): void {
  const { length } = view.state.doc
  const there = found.filter(f => f.from <= length).map(f => ({ ...f, to: Math.min(f.to, length) }))
  const marks: Mark[] = there.map(({ from, to, severity, message }) => ({
    from,
    to: Math.min(Math.max(to, from + 1), length),
    severity,
    message,
  }))
  view.dispatch(setDiagnostics(view.state, marks), { effects: take.of(there) })
}

/** The problem under the caret that can be mended, else the first one that can. */
function fixAt(state: EditorState, anywhere: boolean): Found | undefined {
  const { head } = state.selection.main
  const mendable = state.field(kept).filter(f => f.fix)
  return mendable.find(f => f.from <= head && head <= f.to) ?? (anywhere ? mendable[0] : undefined)
}

export const mend: Command = view => {
  const fix = fixAt(view.state, true)?.fix
  if (!fix) return false
  view.dispatch({
    changes: fix,
    selection: { anchor: fix.from + fix.insert.length },
    userEvent: 'input.fix',
    scrollIntoView: true,
  })
  view.focus()
  return true
}

interface Card extends Tooltip {
  said: string
}

/** The problem under the caret with its cure, as a card. It gives way to offers. */
const card = StateField.define<Card | null>({
  create: state => cardOf(state),
  update(now, { state }) {
    const next = cardOf(state)
    return now && next && now.pos === next.pos && now.said === next.said ? now : next
  },
  provide: field => showTooltip.from(field),
})

function cardOf(state: EditorState): Card | null {
  if (completionStatus(state) === 'active') return null
  const found = fixAt(state, false)
  if (!found?.fix) return null
  const { fix, message } = found
  const words = state.facet(fixWords)
  return {
    pos: found.from,
    above: false,
    said: `${message} ${fix.insert}`,
    create(view) {
      const dom = document.createElement('div')
      dom.className = 'cm-cure'
      const text = dom.appendChild(document.createElement('p'))
      text.textContent = message
      const about = words.about(fix.insert)
      if (about) dom.appendChild(document.createElement('p')).textContent = about
      const button = dom.appendChild(document.createElement('button'))
      button.type = 'button'
      button.tabIndex = -1 // Alt+Enter from the text
      button.textContent = words.replace(fix.insert)
      button.onmousedown = event => event.preventDefault()
      button.onclick = () => mend(view)
      for (const key of ['Alt', '↵']) {
        const cap = dom.appendChild(document.createElement('kbd'))
        cap.textContent = key
      }
      return { dom, offset: { x: 0, y: 6 } }
    },
  }
}

export const marks = [kept, card, keymap.of([{ key: 'Alt-Enter', run: mend }])]
