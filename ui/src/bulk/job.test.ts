import { expect, it } from 'vitest'
import type { BulkAnswer, BulkAsked } from '../api/process'
import { inTurn, type Job, portionsOf, sizeOf, undoOf } from './job'
import { dropJob, isAnyKept, keepJob, unfinished } from './kept'

const ids = (n: number) => Array.from({ length: n }, (_, i) => `r${i}`)
const answerTo = (part: BulkAsked): BulkAnswer => ({
  dryRun: false,
  done: part.ids?.length ?? 0,
  refused: 0,
  results: (part.ids ?? []).map(id => ({ id, title: id, ok: true, why: [] })),
  totals: [],
})

it('divides what is asked, each record once', () => {
  const parts = portionsOf({ type: 'a', ids: ids(60), transition: 'go', comment: 'x' })
  expect(parts.map(part => part.ids?.length)).toEqual([25, 25, 10])
  expect(parts.flatMap(part => part.ids)).toEqual(ids(60))
  expect(parts.every(part => part.transition === 'go' && part.comment === 'x' && !('records' in part))).toBe(true)
  expect(sizeOf(parts)).toBe(60)
  const records = ids(30).map(id => ({ id, transition: 'back' }))
  expect(portionsOf({ type: 'a', records }).map(part => [part.records?.length, part.ids])).toEqual([
    [25, undefined],
    [5, undefined],
  ])
})

it('goes on after a failure at the portion that has no answer, under the same number', async () => {
  const parts = portionsOf({ type: 'a', ids: ids(60) })
  const sent: number[] = []
  let answers: BulkAnswer[] = []
  const keep = (all: BulkAnswer[]) => {
    answers = all
  }
  const failing = async (part: BulkAsked, i: number) => {
    sent.push(i)
    if (i === 1) throw new Error('lost')
    return answerTo(part)
  }
  await expect(inTurn(parts, failing, { onAnswers: keep })).rejects.toThrow('lost')
  expect(answers).toHaveLength(1)
  const all = await inTurn(
    parts,
    async (part, i) => {
      sent.push(i)
      return answerTo(part)
    },
    { answers },
  )
  expect(sent).toEqual([0, 1, 1, 2])
  expect(all.flatMap(a => a.results).map(r => [r.id, r.type])).toEqual(ids(60).map(id => [id, 'a']))
})

it('stops between two portions', async () => {
  const parts = portionsOf({ type: 'a', ids: ids(60) })
  let n = 0
  const some = await inTurn(
    parts,
    async part => {
      n++
      return answerTo(part)
    },
    { isStopped: () => n === 2 },
  )
  expect(some).toHaveLength(2)
})

it('takes back what can be, type by type', () => {
  const done = (id: string, type: string, undo?: object) => ({
    id,
    type,
    title: id,
    ok: true,
    why: [],
    ...(undo && { undo: { id, ...undo } }),
  })
  const answer = {
    ...answerTo({ type: 'a' }),
    results: [done('1', 'a', { transition: 'back' }), done('2', 'b', { revision: 3 }), done('3', 'a')],
  }
  expect(undoOf(answer as BulkAnswer)).toEqual([
    { type: 'a', records: [{ id: '1', transition: 'back' }] },
    { type: 'b', records: [{ id: '2', revision: 3 }] },
  ])
})

it('keeps what was broken off for its person, a day at most', () => {
  const kept = new Map<string, string>()
  const store = {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => void kept.set(key, value),
    removeItem: (key: string) => void kept.delete(key),
  }
  const job: Job = {
    key: 'k',
    at: 1000,
    place: 'a',
    title: 'Go',
    parts: portionsOf({ type: 'a', ids: ids(30) }),
    answers: [],
  }
  keepJob(store, 'ann', job)
  keepJob(store, 'ann', { ...job, key: 'l' })
  keepJob(store, 'ann', { ...job, answers: [answerTo(job.parts[0] as BulkAsked)] })
  expect(unfinished(store, 'ann', 2000).map(one => [one.key, one.answers.length])).toEqual([
    ['l', 0],
    ['k', 1],
  ])
  expect(unfinished(store, 'bob', 2000)).toEqual([])
  expect(unfinished(store, 'ann', 1000 + 24 * 3600 * 1000)).toEqual([])
  dropJob(store, 'ann', 'l')
  dropJob(store, 'ann', 'k')
  expect(isAnyKept(store, 'ann')).toBe(false)
  kept.set('kontora.bulk.ann', '{"broken"')
  expect(unfinished(store, 'ann', 0)).toEqual([])
})
