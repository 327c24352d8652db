import type { Asked, Ballot, Round, Step, Vote } from '../api/process'
import type { Action } from '../api/types'

/** One person at a step: what they have said, or what is awaited of them. */
export interface SheetRow {
  person: string | null // "users/ID"
  status: 'voted' | 'fallen' | 'turn' | 'ahead' | 'spare'
  vote?: Vote
  asked?: Asked
}

/** Who stands at a step: those whose word counts first, in the order of time; then those who are asked. */
export function rowsOf(round: Round, step: Step): SheetRow[] {
  const cast = round.votes.filter(vote => vote.step === step.key)
  const latest = new Map<string, Vote>()
  for (const vote of cast) latest.set(voterOf(vote), vote)
  const rows: SheetRow[] = []
  const said = new Set<string>()
  for (const vote of latest.values()) {
    if (!vote.counts && vote.verdict !== 'return' && !round.ended && isAsked(step, voterOf(vote))) continue
    said.add(voterOf(vote))
    rows.push({ person: vote.by, status: vote.counts || vote.verdict === 'return' ? 'voted' : 'fallen', vote })
  }
  for (const asked of step.asked) {
    const key = asked.person ?? ''
    if (said.has(key)) continue
    const fallen = latest.get(key)
    rows.push({ person: asked.person, status: awaited(step), asked, ...(fallen && !fallen.counts && { vote: fallen }) })
  }
  return rows
}

/** A deputy's vote fills the place of whoever is away. */
const voterOf = (vote: Vote) => vote.behalf ?? vote.by ?? ''

const isAsked = (step: Step, person: string) => step.asked.some(asked => asked.person === person)

function awaited(step: Step): SheetRow['status'] {
  if (step.state === 'open' || step.state === 'lost') return 'turn'
  return step.state === 'ahead' ? 'ahead' : 'spare'
}

/** How far a step is, when one voice is not enough. */
export const progressOf = (step: Step) => (step.needs > 1 ? { given: step.given, needs: step.needs } : null)

/** The forbidden vote on a step: it knows why. */
export const closedVote = (actions: Action[], round: Round, step: Step): Action | undefined =>
  actions.find(a => a.vote?.route === round.route && a.vote.step === step.key && !a.allowed && a.why)

/** What has been seen goes along: what has moved on meanwhile refuses. */
export function ballot(round: Round, step: Step | null, rest: Omit<Ballot, 'round' | 'step' | 'hash'>): Ballot {
  return { ...rest, round: round.number, ...(step && { step: step.key, ...(step.hash && { hash: step.hash }) }) }
}

/** Rounds in force come first; those that are over are shown on demand, unless there is nothing else. */
export function split(rounds: Round[]): { shown: Round[]; earlier: Round[] } {
  const open = rounds.filter(round => !round.ended)
  const shown = open.length > 0 ? open : rounds.slice(0, 1)
  return { shown, earlier: rounds.filter(round => !shown.includes(round)) }
}
