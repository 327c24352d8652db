export interface Spot {
  row: number
  column: number
}

const steps: Record<string, [number, number]> = {
  ArrowUp: [-1, 0],
  ArrowDown: [1, 0],
  ArrowLeft: [0, -1],
  ArrowRight: [0, 1],
}

/** Where a key leads from a cell; null for a key that is not a step. At an edge it stays. */
export function stepFrom(at: Spot, key: string, size: { rows: number; columns: number }, far = false): Spot | null {
  const last = { row: size.rows - 1, column: size.columns - 1 }
  if (key === 'Home') return { row: far ? 0 : at.row, column: 0 }
  if (key === 'End') return { row: far ? last.row : at.row, column: last.column }
  const step = steps[key]
  if (!step) return null
  const within = (value: number, end: number) => Math.max(0, Math.min(end, value))
  const [down, right] = far ? [step[0] * size.rows, step[1] * size.columns] : step
  return { row: within(at.row + down, last.row), column: within(at.column + right, last.column) }
}
