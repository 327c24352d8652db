import type { Path } from '../doc/json'

const part = /\.?([^.[\]"]+)|\[(\d+)\]|\[("(?:[^"\\]|\\.)*")\]/gy

/** A place as the engine writes it: edit["@material"].new → ["edit", "@material", "new"]. */
export function readPlace(text: string): Path {
  const path: (string | number)[] = []
  for (const [, name, index, quoted] of text.matchAll(part)) {
    if (quoted !== undefined) path.push(JSON.parse(quoted) as string)
    else path.push(index === undefined ? (name ?? '') : Number(index))
  }
  return path
}
