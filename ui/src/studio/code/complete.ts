import {
  autocompletion,
  type Completion,
  type CompletionContext,
  type CompletionResult,
  pickedCompletion,
} from '@codemirror/autocomplete'
import type { Extension } from '@codemirror/state'
import type { EditorView } from '@codemirror/view'

export interface Offer {
  label: string
  insert: string
  kind: string
  title: string
  type: string
  doc: string
}

export interface Offers {
  from: number // UTF-16
  to: number
  items: Offer[]
}

/** Asks what may be written at a caret; null when nothing can be told. */
export type Ask = (text: string, offset: number) => Promise<Offers | null>

interface Shown extends Completion {
  offer: Offer
}

const opens = /[\w.$#'"`{(=]$/

/** Offers of the server, with their Russian titles, what they are, and the doc of the chosen one under the list. */
export function completion(ask: Ask): Extension {
  return autocompletion({
    override: [context => offers(context, ask)],
    icons: false,
    activateOnTypingDelay: 60,
    maxRenderedOptions: 60,
    addToOptions: [
      { render: one => told('cm-offerTitle', (one as Shown).offer.title), position: 60 },
      { render: one => told('cm-offerType', (one as Shown).offer.type), position: 90 },
    ],
    positionInfo: (_, list) => ({ style: `top: ${list.bottom - list.top - 1}px; left: -1px; right: -1px` }),
    optionClass: one => `cm-offer cm-offer-${(one as Shown).offer.kind}`,
  })
}

async function offers(context: CompletionContext, ask: Ask): Promise<CompletionResult | null> {
  const text = context.state.doc.toString()
  if (!context.explicit && !opens.test(text.slice(0, context.pos))) return null
  const answer = await ask(text, context.pos)
  if (!answer || context.aborted) return null
  const typed = text.slice(answer.from, context.pos)
  const options = fitting(answer.items, typed)
  if (options.length === 0 || isAllTyped(options, typed, context.explicit)) return null
  return { from: answer.from, to: answer.to, options: options.map(shown), filter: false }
}

/** Offers that begin with what was typed, then those that have it in their title. */
export function fitting(items: Offer[], typed: string): Offer[] {
  const sought = typed.replace(/^['"`]/, '').toLowerCase()
  if (sought === '') return items
  const begins = items.filter(i => i.label.toLowerCase().startsWith(sought))
  const named = items.filter(i => !begins.includes(i) && i.title.toLowerCase().includes(sought))
  return [...begins, ...named]
}

/** A word that is complete needs no list while one types on. */
const isAllTyped = (options: Offer[], typed: string, explicit: boolean): boolean =>
  !explicit && options.length === 1 && options[0]?.label === typed

const shown = (offer: Offer): Shown => ({
  label: offer.label,
  offer,
  type: offer.kind,
  info: offer.doc || undefined,
  apply: (view, completion, from, to) => put(view, completion, from, to, offer.insert),
})

/** A function is written with both its brackets, the caret between them. */
export function written(insert: string, next: string): { insert: string; caret: number } {
  if (!insert.endsWith('(')) return { insert, caret: insert.length }
  if (next === '(') return { insert: insert.slice(0, -1), caret: insert.length }
  return { insert: `${insert})`, caret: insert.length }
}

function put(view: EditorView, completion: Completion, from: number, to: number, text: string): void {
  const { insert, caret } = written(text, view.state.sliceDoc(to, to + 1))
  view.dispatch({
    changes: { from, to, insert },
    selection: { anchor: from + caret },
    annotations: pickedCompletion.of(completion),
    userEvent: 'input.complete',
    scrollIntoView: true,
  })
}

function told(name: string, text: string): Node | null {
  if (!text) return null
  const node = document.createElement('span')
  node.className = name
  node.textContent = text
  return node
}
