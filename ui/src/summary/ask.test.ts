import { describe, expect, it } from 'vitest'
import type { FieldMeta, TypeMeta } from '../api/types'
import { answers, asksOf, common, groupCondition, paramsOf } from './ask'
import { periodOf } from './period'

const field = (key: string, kind: FieldMeta['kind'], more: Partial<FieldMeta> = {}): FieldMeta => ({
  key,
  title: key,
  kind,
  filterable: true,
  ...more,
})
const type = (slug: string, fields: FieldMeta[], metrics: TypeMeta['metrics'] = []) =>
  ({ slug, plural: slug, fields, metrics, states: [], views: [] }) as unknown as TypeMeta

const branch = field('branch', 'ref', { target: 'base_org_unit' })
const requests = type(
  'desk_request',
  [branch, field('created', 'instant'), field('open', 'bool')],
  [
    { key: 'now', title: 'Now', view: 'metric.now', by: ['branch'] },
    { key: 'done', title: 'Done', view: 'metric.done', at: 'created', by: ['branch', 'open'] },
    { key: 'plain', title: 'Plain', view: 'metric.plain' },
  ],
)

describe('what is asked of the server', () => {
  it('is one question for figures with the same conditions', () => {
    const asks = asksOf(requests, [['branch', 'in', ['b1']]], null, '')
    expect(asks.map(a => [a.by, a.metrics.map(m => m.key)])).toEqual([
      ['branch', ['now', 'done']],
      ['-', ['plain']],
    ])
    expect(paramsOf(asks[0] as never, requests, 'Asia/Almaty')).toEqual({
      metrics: 'now,done',
      by: 'branch',
      filter: 'it.branch.id == "b1"',
    })
  })

  it('narrows to a period only what belongs to one', () => {
    const asks = asksOf(requests, [], { from: '2026-03-01', to: '2026-03-31' }, 'open')
    expect(asks.map(a => [a.by, a.metrics.map(m => m.key), a.conditions])).toEqual([
      ['branch', ['now'], []],
      ['open', ['done'], [['created', 'between', ['2026-03-01', '2026-03-31']]]],
      ['-', ['plain'], []],
    ])
    expect(paramsOf(asks[1] as never, requests, 'Asia/Almaty').filter).toBe(
      'it.created >= "2026-02-28T19:00:00Z" and it.created < "2026-03-31T19:00:00Z"',
    )
  })
})

it('conditions are over fields that types share, and leave out who lacks them', () => {
  const tasks = type('desk_task', [field('branch', 'text'), field('created', 'instant')])
  expect(common([requests, tasks])?.fields.map(f => f.key)).toEqual(['created'])
  expect(common([requests])?.fields.map(f => f.key)).toEqual(['branch', 'created', 'open'])
  expect(common([])).toBeNull()
  expect(answers(requests, [['branch', 'in', ['b1']]])).toBe(true)
  expect(answers(tasks, [['branch', 'in', ['b1']]])).toBe(false)
})

it('a group is a condition of its list', () => {
  expect(groupCondition(branch, 'b1')).toEqual(['branch', 'in', ['b1']])
  expect(groupCondition(branch, null)).toEqual(['branch', 'empty'])
  expect(groupCondition(field('open', 'bool'), true)).toEqual(['open', 'yes'])
  expect(groupCondition(field('open', 'bool'), false)).toBeNull()
})

it('knows the days of periods', () => {
  const of = (name: Parameters<typeof periodOf>[0], today: string) =>
    Object.values(periodOf(name, today) ?? {}).join(' ')
  expect(of('week', '2026-03-01')).toBe('2026-02-23 2026-03-01')
  expect(of('week', '2026-03-02')).toBe('2026-03-02 2026-03-08')
  expect(of('month', '2028-02-10')).toBe('2028-02-01 2028-02-29')
  expect(of('last', '2026-01-31')).toBe('2025-12-01 2025-12-31')
  expect(of('quarter', '2026-11-30')).toBe('2026-10-01 2026-12-31')
  expect(of('year', '2026-11-30')).toBe('2026-01-01 2026-12-31')
  expect(of('all', '2026-11-30')).toBe('')
})
