const vowels = 'аеёиоуыэюяәіөұү'
const shy = '\u00ad'
const longest = 10

const isVowel = (c: string | undefined) => c !== undefined && vowels.includes(c.toLowerCase())
const isLetter = (c: string | undefined) => c !== undefined && /\p{L}/u.test(c)

/**
 * Soft hyphens for narrow buttons: not every browser has a dictionary of Russian. A syllable begins with the last
 * consonant before a vowel; ь, ъ and й stay with the letter before them, and at least three letters on each side.
 */
export function softHyphens(text: string): string {
  return text.replace(/[\p{L}]+/gu, word => (word.length > longest ? split(word) : word))
}

function split(word: string): string {
  let out = ''
  for (let i = 0; i < word.length; i++) {
    out += word[i]
    const [here, next, after] = [word[i], word[i + 1], word[i + 2]]
    const room = i >= 2 && word.length - i - 1 >= 3
    const begins = isLetter(next) && !isVowel(next) && isVowel(after) && !/[ьъй]/i.test(next ?? '')
    const together = !isVowel(here) && /[лр]/i.test(next ?? '') // «гл», «пр» begin a syllable as one
    if (room && begins && !together) out += shy
  }
  return out
}
