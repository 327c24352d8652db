/** Something of the drawing that can have the focus. */
export interface Spot {
  id: string
  x: number // its middle
  y: number
  joins: string[] // ids of what it is joined with
}

export type Direction = 'ArrowUp' | 'ArrowDown' | 'ArrowLeft' | 'ArrowRight'

const across: Record<Direction, (dx: number, dy: number) => [along: number, aside: number]> = {
  ArrowUp: (dx, dy) => [-dy, Math.abs(dx)],
  ArrowDown: (dx, dy) => [dy, Math.abs(dx)],
  ArrowLeft: (dx, dy) => [-dx, Math.abs(dy)],
  ArrowRight: (dx, dy) => [dx, Math.abs(dy)],
}

/** Where an arrow key leads: along the lines first, otherwise to whatever is nearest in that direction. */
export function step(spots: Spot[], from: string, direction: Direction): string | undefined {
  const here = spots.find(s => s.id === from)
  if (!here) return spots[0]?.id
  const joined = spots.filter(s => here.joins.includes(s.id))
  return nearest(here, joined, direction, 3) ?? nearest(here, spots, direction, 1)
}

function nearest(here: Spot, spots: Spot[], direction: Direction, wide: number): string | undefined {
  const far = spots.flatMap(spot => {
    if (spot.id === here.id) return []
    const [along, aside] = across[direction](spot.x - here.x, spot.y - here.y)
    return along > 0.5 && aside <= along * wide + 1 ? [{ id: spot.id, far: along + aside * 2 }] : []
  })
  return far.sort((a, b) => a.far - b.far)[0]?.id
}
