import { describe, expect, it } from 'vitest'
import type { Action, Card, FieldMeta, Row, TypeMeta } from '../api/types'
import { columnsOf } from '../list/columns'
import { laneParams, lanesOf, partsOf } from './lanes'
import { judge, judgePicked, offersOf, welcome } from './offers'
import { cardBeside } from './steps'

const status: FieldMeta = { key: 'status', kind: 'enum', title: 'Статус', engine: true }
const subject: FieldMeta = {
  key: 'subject',
  kind: 'enum',
  title: 'Предмет',
  options: [
    { key: 'maths', title: 'Математика' },
    { key: 'biology', title: 'Биология' },
  ],
}
const type = {
  slug: 'p_t',
  titleField: 'name',
  deadline: 'due',
  states: [
    { key: 'new', title: 'Новая', phase: 'new' },
    { key: 'work', title: 'В работе', phase: 'active' },
    { key: 'done', title: 'Готово', phase: 'done' },
  ],
  fields: [
    { key: 'no', kind: 'number', title: '№' },
    { key: 'name', kind: 'text', title: 'Тема' },
    { key: 'sum', kind: 'money', title: 'Сумма' },
    { key: 'due', kind: 'date', title: 'Срок' },
    { key: 'owner', kind: 'ref', target: 'people', title: 'Ответственный' },
    { key: 'firm', kind: 'ref', target: 'p_firm', title: 'Фирма' },
    status,
    subject,
  ],
} as unknown as TypeMeta
const exact = (count: number) => ({ count, exact: true })

describe('the columns of a board', () => {
  it('are the states in their order, with phases and counts', () => {
    const lanes = lanesOf(type, status, { new: exact(2), done: { count: 1000, exact: false } }, 'нет')
    expect(lanes.map(l => [l.key, l.phase, l.counted])).toEqual([
      ['new', 'new', exact(2)],
      ['work', 'active', undefined],
      ['done', 'done', { count: 1000, exact: false }],
    ])
  })
  it('are the choices, then values nobody declares any more, then none when there is any', () => {
    const keys = (groups: Parameters<typeof lanesOf>[2]) => lanesOf(type, subject, groups, 'нет').map(l => l.key)
    expect(keys({ maths: exact(1), alchemy: exact(1), '': exact(3) })).toEqual(['maths', 'biology', 'alchemy', ''])
    expect(keys({ '': exact(0) })).toEqual(['maths', 'biology'])
  })
  it('ask for the list under one more condition', () => {
    expect(laneParams({ view: 'v', filter: 'it.a == 1 or it.b == 2' }, status, 'new')).toEqual({
      view: 'v',
      filter: '(it.a == 1 or it.b == 2) and it.status == "new"',
    })
    expect(laneParams({}, subject, '')).toEqual({ filter: 'it.subject == nil' })
    expect(laneParams({}, subject, '" or true or "').filter).toBe('it.subject == "\\" or true or \\""')
  })
})

it('puts on a card what the columns of the view name, and never the field of the board', () => {
  const parts = partsOf(
    columnsOf(type, ['no', 'name', 'firm', 'sum', 'due', 'status', 'owner']),
    type,
    status,
    'people',
  )
  expect(Object.entries(parts).map(([place, f]) => [place, Array.isArray(f) ? f.map(x => x.key) : f?.key])).toEqual([
    ['number', 'no'],
    ['state', undefined],
    ['sum', 'sum'],
    ['due', 'due'],
    ['person', 'owner'],
    ['rest', ['firm']],
  ])
})

const row = { id: 'r', values: { status: 'new', subject: 'maths' } } as unknown as Row
const action = (key: string, to: string, allowed: boolean) =>
  ({
    key,
    title: key,
    to: { state: to, title: to, phase: 'active' },
    allowed,
    why: allowed ? undefined : { failed: [] },
  }) as unknown as Action
const offered = (...actions: Action[]) => offersOf(type, status, row, { actions }, 'закрыто')

describe('where a card may go', () => {
  it('is what the server offers, steps that stay in place left out', () => {
    expect(offered(action('ask', 'new', true), action('take', 'work', true)).map(o => o.key)).toEqual(['take'])
  })
  it('is a vote too, which leads on when it is the last one', () => {
    const vote = (allowed: boolean) => ({ ...action('yes', 'new', allowed), vote: { step: 's' } }) as Action
    expect(offered(vote(true)).map(o => o.key)).toEqual(['yes'])
    expect(offered(vote(false))).toEqual([])
  })
  it('is one step, several, none that is open, or none at all', () => {
    const offers = offered(action('take', 'work', true), action('grab', 'work', false), action('end', 'done', false))
    expect(judge(offers, 'work')).toMatchObject({ kind: 'go', offer: { key: 'take' } })
    expect(judge(offers, 'done')).toMatchObject({ kind: 'refuse', offers: [{ key: 'end' }] })
    expect(judge(offers, 'gone')).toMatchObject({ kind: 'nowhere', offers: [{ key: 'take' }] })
    const both = offered(action('take', 'work', true), action('grab', 'work', true))
    expect(judge(both, 'work')).toMatchObject({ kind: 'choose', offers: [{ key: 'take' }, { key: 'grab' }] })
    expect(judgePicked(both, 'grab', 'work')).toMatchObject({ kind: 'go', offer: { key: 'grab' } })
  })
  it('is judged anew when what was picked has closed or is gone', () => {
    const offers = offered(action('take', 'work', false), action('grab', 'work', true))
    expect(judgePicked(offers, 'take', 'work')).toMatchObject({ kind: 'refuse', offers: [{ key: 'take' }] })
    expect(judgePicked(offers, 'vanished', 'work')).toMatchObject({ kind: 'go', offer: { key: 'grab' } })
  })
  it('colours the columns while the card is dragged', () => {
    const offers = offered(action('take', 'work', true), action('end', 'done', false))
    const looks = (known: typeof offers | undefined) => ['new', 'work', 'done'].map(l => welcome(known, row, status, l))
    expect(looks(undefined)).toEqual(['home', 'unknown', 'unknown'])
    expect(looks(offers)).toEqual(['home', 'open', 'closed'])
  })
})

describe('a card under a choice', () => {
  const fields = (readOnly: boolean, required = true, reason?: string): Card['fields'] => ({
    subject: { visible: true, required, readOnly, ...(reason ? { reason } : {}) },
  })
  const choices = (f: Card['fields']) => offersOf(type, subject, row, { actions: [], fields: f }, 'закрыто')
  it('goes to every other value when the field is open, to none when it may be empty', () => {
    expect(choices(fields(false)).map(o => [o.to, o.allowed])).toEqual([['biology', true]])
    expect(choices(fields(false, false)).map(o => o.to)).toEqual(['biology', ''])
  })
  it('says why the field is closed', () => {
    const [offer] = choices(fields(true, true, 'Правит библиотекарь'))
    expect(offer).toMatchObject({ allowed: false, why: { failed: [{ text: 'Правит библиотекарь' }] } })
    expect(choices({})[0]).toMatchObject({ allowed: false, why: { failed: [{ text: 'закрыто' }] } })
  })
})

it('walks over cards within a column and across to the next that has some', () => {
  const lanes = [['a', 'b', 'c'], [], ['d']]
  expect(cardBeside(lanes, '', 'down')).toBe('a')
  expect(cardBeside(lanes, 'a', 'down')).toBe('b')
  expect(cardBeside(lanes, 'c', 'down')).toBeNull()
  expect(cardBeside(lanes, 'c', 'right')).toBe('d')
  expect(cardBeside(lanes, 'd', 'left')).toBe('a')
  expect(cardBeside(lanes, 'd', 'right')).toBeNull()
})
