export type Step = 'up' | 'down' | 'left' | 'right'

/** The card that a key leads to: down and up within a column, across to the same height in the next one that has cards. */
export function cardBeside(lanes: string[][], current: string, step: Step): string | null {
  const at = lanes.findIndex(lane => lane.includes(current))
  const lane = lanes[at]
  if (!lane) return lanes.find(l => l.length > 0)?.[0] ?? null
  const row = lane.indexOf(current)
  if (step === 'down') return lane[row + 1] ?? null
  if (step === 'up') return lane[row - 1] ?? null
  const others = step === 'right' ? lanes.slice(at + 1) : lanes.slice(0, at).reverse()
  const next = others.find(l => l.length > 0)
  return next ? (next[Math.min(row, next.length - 1)] ?? null) : null
}
