import type { Mark } from './shape'

/** What stands on boxes that are no states. */
export const markWord = {
  '@new': 'studioGraph.marks.new',
  '@open': 'studioGraph.marks.open',
  '@all': 'studioGraph.marks.all',
  '@previous': 'studioGraph.marks.previous',
} as const satisfies Record<Mark, string>
