/** Letters and digits that nobody mistakes for one another, aloud or on paper. */
const alphabet = 'abcdefghjkmnpqrstuvwxyz23456789'
const groups = 4
const inGroup = 4

type Random = (bytes: Uint8Array) => Uint8Array

const browser: Random = bytes => crypto.getRandomValues(bytes as Uint8Array<ArrayBuffer>)

/** «k7mp-rt4v-wq9x-b3ha»: about 79 bits, easy to read out. */
export function madeUp(random: Random = browser): string {
  const signs: string[] = []
  const fair = 256 - (256 % alphabet.length) // what is above would make some letters likelier
  while (signs.length < groups * inGroup) {
    for (const byte of random(new Uint8Array(32))) {
      if (byte < fair && signs.length < groups * inGroup) signs.push(alphabet[byte % alphabet.length] ?? '')
    }
  }
  return Array.from({ length: groups }, (_, i) => signs.slice(i * inGroup, (i + 1) * inGroup).join('')).join('-')
}

/** How many characters a typed password lacks, as people count them. */
export const lacking = (password: string, least: number): number => Math.max(0, least - [...password].length)
