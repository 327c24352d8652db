import type { Round, Step, Vote } from '../api/process'

/** One line of a printed approval sheet: a vote, or somebody who is waited for. */
export interface SheetLine {
  step: Step
  place: number // within the step
  person: string | null // "users/ID"
  vote?: Vote
  state: Vote['verdict'] | 'void' | Step['state']
  isVoid?: boolean
}

/** Step by step every vote that was given, in the order of time, those too that count no more; then who is still asked. */
export function linesOf(round: Round): SheetLine[] {
  return round.steps.flatMap(step => {
    const votes = round.votes.filter(vote => vote.step === step.key)
    const given = votes.map((vote, place): SheetLine => {
      const isVoid = !vote.counts && vote.verdict !== 'return'
      return { step, place, person: vote.by, vote, state: isVoid ? 'void' : vote.verdict, isVoid }
    })
    const waits = !round.ended && (step.state === 'open' || step.state === 'ahead' || step.state === 'lost')
    const asked = step.asked
      .filter(one => waits && !one.voted)
      .map((one, i): SheetLine => ({ step, place: votes.length + i, person: one.person, state: step.state }))
    const lines = [...given, ...asked]
    return lines.length > 0 ? lines : [{ step, place: 0, person: null, state: step.state }]
  })
}
