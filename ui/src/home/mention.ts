export interface Part {
  text: string
  person: boolean
}

/** «@[Ольга Литвинова](u1) да?» → a name and a text. */
export function mentionParts(text: string): Part[] {
  return text
    .split(/(@\[[^\]]+\]\([^)]+\))/)
    .filter(part => part !== '')
    .map(part => {
      const name = /^@\[([^\]]+)\]\([^)]+\)$/.exec(part)?.[1]
      return name ? { text: name, person: true } : { text: part, person: false }
    })
}
