import { expect, it } from 'vitest'
import type { Action, Card } from '../../api/types'
import { readLife } from '../graph/life'
import { distances, drive, nextOf } from './drive'
import { namedFiles } from './fill'
import type { Seen, Step } from './types'

const life = readLife({
  lifecycle: {
    states: { draft: 'Черновик', approval: 'На согласовании', work: 'В работе', done: 'Готово', off: 'Снято' },
    transitions: {
      submit: { from: 'draft', to: 'approval', who: 'author' },
      approve: { from: 'approval', to: 'work', who: 'system' },
      finish: { from: 'work', to: 'done', who: "role('fin')" },
      drop: { from: '@open', to: 'off', who: 'author' },
    },
  },
})

const press = (key: string, to: string, more: Partial<Action> = {}): Action => ({
  key,
  title: key,
  to: { state: to, title: to, phase: 'active' },
  allowed: true,
  likely: false,
  danger: false,
  asks: { reason: false, templates: [], fields: [], required: [] },
  ...more,
})
const vote = press('approve', 'approval', {
  vote: { route: 'main', step: 'head', title: '', verdict: 'approve', round: 1, hash: '' },
})

it('measures the way to a state', () => {
  expect([...distances(life, 'done')].sort()).toEqual([
    ['approval', 2],
    ['done', 0],
    ['draft', 3],
    ['work', 1],
  ])
})

it('presses what leads nearer, never what leads away, and votes where nothing else leads on', () => {
  const far = distances(life, 'done')
  expect(nextOf([press('drop', 'off'), press('submit', 'approval')], 'draft', far)?.key).toBe('submit')
  expect(nextOf([press('drop', 'off')], 'draft', far)).toBeUndefined()
  expect(nextOf([press('drop', 'off'), vote], 'approval', far)).toBe(vote)
  expect(nextOf([press('submit', 'approval', { allowed: false })], 'draft', far)).toBeUndefined()
})

it('brings a record to a state by whoever may', async () => {
  let status = ''
  const taken: string[] = []
  const seen = (ok: boolean) =>
    ({
      ok,
      record: { name: 'one', card: null },
      records: [{ name: 'one', type: 'x', id: '1', title: '', status, stage: false }],
    }) as unknown as Seen
  const step = async (s: Step) => {
    taken.push(`${s.as} ${s.transition ?? s.verdict ?? s.do}`)
    if (s.do === 'create' && s.as !== 'ann') return seen(false)
    status = s.do === 'create' ? 'draft' : s.do === 'vote' ? 'work' : s.transition === 'submit' ? 'approval' : 'done'
    return seen(true)
  }
  const buttons: Record<string, Action[]> = {
    'ann draft': [press('submit', 'approval'), press('drop', 'off')],
    'ann approval': [press('drop', 'off')],
    'boss approval': [vote],
    'boss work': [press('finish', 'done')],
  }
  const card = async (who: string) => ({ actions: buttons[`${who} ${status}`] ?? [] }) as unknown as Card
  expect(await drive('x', 'done', life, { people: ['boss', 'ann'], step, card })).toBe(true)
  expect(taken).toEqual(['boss create', 'ann create', 'ann submit', 'boss approve', 'boss finish'])
  buttons['boss work'] = []
  expect(await drive('x', 'done', life, { people: ['boss', 'ann'], step, card })).toBe(false)
})

it('sends files of a play by name', () => {
  const fields = [
    { key: 'scan', kind: 'file' },
    { key: 'name', kind: 'text' },
  ] as never
  expect(namedFiles(fields, { scan: ['a.pdf'], name: 'a.pdf' })).toEqual({ scan: [{ name: 'a.pdf' }], name: 'a.pdf' })
})
