import type { BulkAnswer, BulkAsked } from '../api/process'
import type { InboxItem } from '../api/types'
import { sumDecimals } from '../i18n/format'
import { askedBy } from './asked'

/** What can be done with one press: records of one type, and the same thing done with each. */
export interface BulkGroup {
  key: string
  type: string // slug
  title: string // of the button
  ids: string[]
  asked: Omit<BulkAsked, 'ids' | 'type'>
}

/** What is chosen, by what would be done with it. A vote may be given otherwise than its likely button says. */
export function groupsOf(items: InboxItem[], verdict?: 'approve' | 'return'): BulkGroup[] {
  const groups = new Map<string, BulkGroup>()
  for (const item of items) {
    if (!item.action) continue
    const asked = askedOf(item.action, verdict)
    const key = JSON.stringify([item.type, asked])
    const group = groups.get(key) ?? { key, type: item.type, title: item.action.title, ids: [], asked }
    group.ids.push(item.id)
    groups.set(key, group)
  }
  return [...groups.values()]
}

function askedOf(action: NonNullable<InboxItem['action']>, verdict?: string): BulkGroup['asked'] {
  const { vote, transition } = askedBy({ key: action.key, vote: Boolean(action.vote) })
  return vote ? { vote: { ...vote, verdict: verdict ?? vote.verdict } } : { ...(transition && { transition }) }
}

export const hasVotes = (items: InboxItem[]) => items.some(item => item.action?.vote)

/** Several answers as one. */
export function together(answers: BulkAnswer[]): BulkAnswer {
  const totals = new Map<string, { amounts: string[]; count: number }>()
  for (const total of answers.flatMap(a => a.totals)) {
    const sum = totals.get(total.currency) ?? { amounts: [], count: 0 }
    totals.set(total.currency, { amounts: [...sum.amounts, total.amount], count: sum.count + total.count })
  }
  return {
    dryRun: answers.every(a => a.dryRun),
    done: answers.reduce((n, a) => n + a.done, 0),
    refused: answers.reduce((n, a) => n + a.refused, 0),
    results: answers.flatMap(a => a.results),
    totals: [...totals].map(([currency, t]) => ({ currency, amount: sumDecimals(t.amounts), count: t.count })),
  }
}
