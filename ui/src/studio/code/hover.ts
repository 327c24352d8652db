import type { Extension } from '@codemirror/state'
import { hoverTooltip } from '@codemirror/view'

/** What is told of a name: how it is written, and what it gives. */
export interface Told {
  head: string
  body: string
}
export type Tell = (name: string, called: boolean) => Promise<Told | null>

const name = /[A-Za-z_]\w*/g

/** The word around a place, and whether it is called like a function. A property of something else is none. */
export function wordAt(line: string, at: number): { from: number; to: number; name: string; called: boolean } | null {
  for (const found of line.matchAll(name)) {
    const to = found.index + found[0].length
    if (found.index > at || at > to) continue
    if (line[found.index - 1] === '.') return null
    return { from: found.index, to, name: found[0], called: /^\s*\(/.test(line.slice(to)) }
  }
  return null
}

/** Tells of a function or a field when the pointer rests on it. */
export function hoverDocs(tell: Tell): Extension {
  return hoverTooltip(async (view, pos) => {
    const line = view.state.doc.lineAt(pos)
    const word = wordAt(line.text, pos - line.from)
    const told = word && (await tell(word.name, word.called))
    if (!word || !told) return null
    return {
      pos: line.from + word.from,
      end: line.from + word.to,
      create() {
        const dom = document.createElement('div')
        dom.className = 'cm-told'
        dom.appendChild(document.createElement('code')).textContent = told.head
        if (told.body) dom.appendChild(document.createElement('p')).textContent = told.body
        return { dom }
      },
    }
  })
}
