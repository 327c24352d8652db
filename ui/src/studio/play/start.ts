/** What the simulator is to begin with: a script that is played first, or a type of which a record is brought to a state. */
export interface Start {
  seed?: string
  type?: string // pack/type
  state?: string
}

let next: Start | null = null

/** Says what the simulator begins with when it is opened next. */
export function playFrom(start: Start): void {
  next = start
}

/** What it was asked to begin with, once. */
export function takeStart(): Start | null {
  const start = next
  next = null
  return start
}
