import type { Action, Card } from '../../api/types'
import { covers, type Life } from '../graph/life'
import { stepOf } from './PlayRecord'
import type { Line, Seen, Step } from './types'

/** How many transitions lie between each state and the one wanted; those from which no way is drawn are missing. */
export function distances(life: Life, target: string): Map<string, number> {
  const far = new Map([[target, 0]])
  for (let more = true; more; ) {
    more = false
    for (const step of life.steps) {
      const to = far.get(step.to)
      if (to === undefined) continue
      for (const state of life.states) {
        if (!step.from.some(name => covers(name, state)) || (far.get(state.key) ?? Number.POSITIVE_INFINITY) <= to + 1)
          continue
        far.set(state.key, to + 1)
        more = true
      }
    }
  }
  return far
}

/** The button that leads nearest to the state wanted; where only votes lead on, the one that approves. */
export function nextOf(actions: Action[], now: string, far: Map<string, number>): Action | undefined {
  const here = far.get(now) ?? Number.POSITIVE_INFINITY
  const way = (a: Action) => far.get(a.to.state) ?? Number.POSITIVE_INFINITY
  const open = actions.filter(a => a.allowed)
  const ahead = open.filter(a => !a.vote && way(a) < here).toSorted((a, b) => way(a) - way(b))
  return ahead[0] ?? open.find(a => a.vote?.verdict === 'approve')
}

const mostSteps = 20

interface Hands {
  people: string[] // in whose turn buttons are looked for
  step: (step: Step) => Promise<Seen>
  card: (who: string, line: Line) => Promise<Card | null>
}

/** Makes a record and brings it to a state by whoever may, filling in what is required. true when it is there. */
export async function drive(type: string, target: string, life: Life, { people, step, card }: Hands): Promise<boolean> {
  const far = distances(life, target)
  let seen: Seen | undefined
  for (const as of people) {
    seen = await step({ as, do: 'create', type, fill: true })
    if (seen.ok) break
  }
  const name = seen?.ok ? seen.record?.name : undefined
  for (let n = 0; name && n < mostSteps; n++) {
    const line = seen?.records.find(one => one.name === name)
    if (!line) return false
    if (line.status === target) return true
    let pressed = false
    for (const as of people) {
      const action = nextOf((await card(as, line))?.actions ?? [], line.status ?? '', far)
      if (!action) continue
      seen = await step({
        as,
        ...stepOf(action, name),
        fill: true,
        comment: action.asks.reason ? action.title : undefined,
      })
      pressed = seen.ok
      if (pressed) break
    }
    if (!pressed) return false
  }
  return false
}
