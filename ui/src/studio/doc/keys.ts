const letters: Record<string, string> = {
  а: 'a', б: 'b', в: 'v', г: 'g', д: 'd', е: 'e', ё: 'e', ж: 'zh', з: 'z', и: 'i', й: 'y', к: 'k', л: 'l', м: 'm', н: 'n',
  о: 'o', п: 'p', р: 'r', с: 's', т: 't', у: 'u', ф: 'f', х: 'h', ц: 'ts', ч: 'ch', ш: 'sh', щ: 'sch', ъ: '', ы: 'y', ь: '',
  э: 'e', ю: 'yu', я: 'ya', ә: 'a', ғ: 'g', қ: 'k', ң: 'n', ө: 'o', ұ: 'u', ү: 'u', һ: 'h', і: 'i',
} // biome-ignore format: a table

const longest = 40

/** A key from a name as people write it: «Дата выезда» → data_vyezda. */
export function keyFrom(title: string, taken: string[], otherwise: string): string {
  const latin = [...title.normalize('NFKC').toLowerCase()].map(c => letters[c] ?? c).join('')
  const key = latin
    .normalize('NFKD')
    .replace(/[^a-z0-9]+/g, '_')
    .replace(/^[^a-z]+|_+$/g, '')
    .slice(0, longest)
    .replace(/_+$/, '')
  return freeKey(key || otherwise, taken)
}

/** The key itself, or with the first number that makes it free. */
export function freeKey(key: string, taken: string[]): string {
  if (!taken.includes(key)) return key
  for (let n = 2; ; n++) if (!taken.includes(`${key}_${n}`)) return `${key}_${n}`
}
