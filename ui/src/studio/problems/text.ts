import type { Diagnostic } from '../draft/types'

/** What is wrong and what would mend it, in one line. */
export const problemText = (p: Diagnostic): string =>
  [p.text ?? p.message, p.text ? p.help : p.hint].filter(Boolean).join(' — ')
