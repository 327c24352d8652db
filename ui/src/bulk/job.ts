import type { BulkAnswer, BulkAsked } from '../api/process'

/** Something that is being done with many records, in portions. It is kept on the device until the last one is answered. */
export interface Job {
  key: string // the key of each portion is made of it, so that none is done twice
  at: number // when it began
  place: string // where it goes on: the slug of a list, or "inbox"
  title: string
  parts: BulkAsked[]
  answers: BulkAnswer[] // to the first of the portions
}

/** Records in one request: it is answered within seconds, and whoever else writes waits for one record at most. */
const portion = 25

/** One wish for many records, as requests that are sent one after another. */
export function portionsOf(asked: BulkAsked): BulkAsked[] {
  const { ids = [], records = [], ...rest } = asked
  const parts: BulkAsked[] = []
  for (let at = 0; at < Math.max(ids.length, records.length); at += portion) {
    const [some, others] = [ids.slice(at, at + portion), records.slice(at, at + portion)]
    parts.push({ ...rest, ...(some.length > 0 && { ids: some }), ...(others.length > 0 && { records: others }) })
  }
  return parts
}

export const sizeOf = (parts: BulkAsked[]): number =>
  parts.reduce((n, part) => n + (part.ids?.length ?? 0) + (part.records?.length ?? 0), 0)

type Ask = (part: BulkAsked, place: number) => Promise<BulkAnswer>

interface Turn {
  answers?: BulkAnswer[] // of an earlier try
  isStopped?: () => boolean
  onAnswers?: (answers: BulkAnswer[]) => void
}

/** Sends portion after portion from the first that has no answer, and stops between two of them when that is wished. */
export async function inTurn(parts: BulkAsked[], ask: Ask, turn: Turn = {}): Promise<BulkAnswer[]> {
  let answers = turn.answers ?? []
  for (const [place, part] of parts.entries()) {
    if (place < answers.length) continue
    if (turn.isStopped?.()) break
    const answer = await ask(part, place)
    answers = [...answers, { ...answer, results: answer.results.map(r => ({ ...r, type: part.type })) }]
    turn.onAnswers?.(answers)
  }
  return answers
}

/** What takes back what was done: requests with the records of one type each. */
export function undoOf(answer: BulkAnswer): BulkAsked[] {
  const types = new Set(answer.results.map(r => r.type ?? ''))
  return [...types].flatMap(type =>
    portionsOf({ type, records: answer.results.flatMap(r => (r.type === type && r.undo ? [r.undo] : [])) }),
  )
}
