const everyMs = 500

/**
 * Hands over what comes: the first at once, the rest gathered, so that a file of thousands of records does not have
 * a screen read itself again for each of them.
 */
export function spaced<T>(take: (all: T[]) => void): (one: T) => void {
  let gathered: T[] | undefined
  const hand = (all: T[]) => {
    gathered = []
    take(all)
    setTimeout(() => {
      const more = gathered ?? []
      gathered = undefined
      if (more.length > 0) hand(more)
    }, everyMs)
  }
  return one => {
    if (gathered) gathered.push(one)
    else hand([one])
  }
}
