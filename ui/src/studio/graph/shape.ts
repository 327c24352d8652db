import { type Life, type State, stateOf, stepNamed } from './life'

/** A line from one box to another. Transitions that share it stand on it one under another. */
export interface Arrow {
  id: string
  from: string
  to: string
  steps: string[]
}

/** Boxes that are no states: where records come from, sets of states, and the way back. */
export const marks = ['@new', '@open', '@all', '@previous'] as const
export type Mark = (typeof marks)[number]
export const isMark = (id: string): id is Mark => (marks as readonly string[]).includes(id)

export interface Shape {
  boxes: string[] // states in their order, marks about them
  arrows: Arrow[]
  loops: Record<string, string[]> // transitions that stay where they are, by box
  spine: string[] // the straight way, from beginning to end
}

/** The drawing of a life cycle without its places. */
export function shapeOf(life: Life): Shape {
  const arrows = new Map<string, Arrow>()
  const loops: Record<string, string[]> = {}
  const known = new Set([...life.states.map(s => s.key), ...marks])
  for (const step of life.steps) {
    for (const name of step.from) {
      const from = name === '*' ? '@all' : name
      const stays = step.to === '@same' || step.to === from
      if (!known.has(from) || (!stays && !known.has(step.to))) continue
      if (stays) {
        loops[from] = [...(loops[from] ?? []), step.key]
        continue
      }
      const id = `${from}>${step.to}`
      const there = arrows.get(id)
      if (there) there.steps.push(step.key)
      else arrows.set(id, { id, from, to: step.to, steps: [step.key] })
    }
  }
  const used = new Set([...[...arrows.values()].flatMap(a => [a.from, a.to]), ...Object.keys(loops)])
  const before = (['@new', '@open', '@all'] as const).filter(m => used.has(m))
  const after = (['@previous'] as const).filter(m => used.has(m))
  return {
    boxes: [...before, ...life.states.map(s => s.key), ...after],
    arrows: [...arrows.values()],
    loops,
    spine: spineOf(life),
  }
}

/** At each state the first calm transition on to one declared later, by which a record can be finished. */
function spineOf(life: Life): string[] {
  const way: string[] = []
  let here = stateOf(life, life.initial)
  while (here) {
    way.push(here.key)
    const on: State[] = onward(life, here)
    here = on.find(next => canEnd(life, next)) ?? on[0]
  }
  return way
}

/** States declared later, to which a calm transition leads: neither rework nor a refusal. */
function onward(life: Life, here: State): State[] {
  const later = life.states.slice(life.states.indexOf(here) + 1)
  return life.steps
    .filter(step => !step.danger && step.from.includes(here.key))
    .flatMap(step => later.find(s => s.key === step.to) ?? [])
    .filter(s => s.phase !== 'cancelled' && s.phase !== 'rework')
}

const canEnd = (life: Life, state: State): boolean =>
  !state.isOpen || onward(life, state).some(next => canEnd(life, next))

/** Whether all that stands on a line happens without a button. */
export const runsByItself = (life: Life, arrow: Arrow): boolean =>
  arrow.steps.every(key => stepNamed(life, key)?.byItself)
