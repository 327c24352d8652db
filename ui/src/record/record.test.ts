import { describe, expect, it } from 'vitest'
import type { Action, Comment, FieldMeta, HistoryEvent, PathStep } from '../api/types'
import { askedFields, asks, barOf, calm, keysOf } from './actions'
import { mergeEdits, settle } from './conflict'
import { changedFields, cutText, partsOf } from './diff'
import { entriesOf } from './feed'
import { askingAt, insertMention, readComment, wireComment } from './mention'
import { foldPath } from './path'
import { fitPath, foldedItems } from './pathFit'
import { walkOf } from './walk'

const action = (key: string, rest: Partial<Action> = {}): Action => ({
  key,
  title: key,
  to: { state: 's', title: 'S', phase: 'done' },
  allowed: true,
  likely: false,
  danger: false,
  asks: { reason: false, templates: [], fields: [], required: [] },
  ...rest,
})

describe('action bar', () => {
  const list = [
    action('a'),
    action('b'),
    action('no', { allowed: false }),
    action('c', { danger: true }),
    action('d', { likely: true }),
    action('no2', { allowed: false }),
  ]
  it('shows three, never hides the likely one, explains one, and keeps the order', () => {
    const bar = barOf(list)
    expect(bar.open.map(a => a.key)).toEqual(['d', 'a', 'b'])
    expect(bar.closed?.key).toBe('no')
    expect(bar.more.map(a => a.key)).toEqual(['c', 'no2'])
  })
  const vote = { route: 'r', step: 's', title: 'S', verdict: 'approve', round: 1, hash: '' }
  it('does not explain other buttons to whom a vote is asked from, but a vote that is closed', () => {
    const closed = action('no', { allowed: false })
    expect(barOf([closed, action('yes', { vote })]).closed).toBeNull()
    expect(barOf([closed, action('late', { vote, allowed: false })]).closed?.key).toBe('late')
  })
  it('puts what cannot be taken back behind the dots of a phone and of a queue', () => {
    const refuse = action('refuse', { to: { state: 'x', title: 'X', phase: 'cancelled' } })
    const bar = barOf([action('danger', { danger: true }), refuse, action('x'), action('y', { likely: true })], calm(2))
    expect(bar.open.map(a => a.key)).toEqual(['y', 'x'])
    expect(bar.more.map(a => a.key)).toEqual(['danger', 'refuse'])
    expect(barOf([action('danger', { danger: true })], calm(2)).open).toHaveLength(0)
  })
  const back = action('back', { to: { state: 'r', title: 'R', phase: 'rework' } })
  const no = action('no', { danger: true, to: { state: 'n', title: 'N', phase: 'cancelled' } })
  const keyed = (...actions: Action[]) => {
    const keys = keysOf(actions, barOf(actions))
    return (['1', '2', '3'] as const).map(digit => keys[digit]?.key ?? '-').join(' ')
  }
  it('gives 1 to what goes on, 2 to sending back, 3 to refusing, whatever the order', () => {
    expect(keyed(no, back, action('go', { likely: true }))).toBe('go back no')
    expect(keyed(action('go', { likely: true }), action('other'), no)).toBe('go other no')
  })
  it('never gives 1 to anything else', () => {
    expect(keyed(back, no, action('correct'))).toBe('- back no')
    expect(keyed(action('a'), action('b'), action('c'))).toBe('- a b')
    expect(keyed(action('go', { likely: true, allowed: false }), back)).toBe('- back -')
  })
  it('asks when something is needed, each field once', () => {
    const asking = action('a', { asks: { reason: false, templates: [], fields: ['x', 'y'], required: ['y'] } })
    expect([asks(action('plain')), asks(action('d', { danger: true })), asks(asking)]).toEqual([false, true, true])
    expect(askedFields(asking)).toEqual(['y', 'x'])
  })
})

describe('path', () => {
  const steps = (walked: number, next: number): PathStep[] =>
    Array.from({ length: walked + 1 + next }, (_, i) => ({
      state: `s${i}`,
      title: '',
      phase: 'active',
      kind: i < walked ? 'walked' : i === walked ? 'current' : 'next',
    }))
  const shape = (walked: number, next: number) =>
    foldPath(steps(walked, next)).map(i => (i.kind === 'fold' ? `+${i.steps.length}` : i.step.state))
  it('draws a short one whole', () => expect(shape(2, 3)).toHaveLength(6))
  it('folds twenty states around the present one', () =>
    expect(shape(9, 10)).toEqual(['+7', 's7', 's8', 's9', 's10', 's11', '+8']))
  it('does not fold a single step', () => expect(shape(3, 5)).toEqual(['s0', 's1', 's2', 's3', 's4', 's5', '+3']))
})

describe('room of the path', () => {
  const measure = { steps: [90, 120, 150, 200, 90, 80], times: [50, 60, 0, 0, 0, 0], fold: 70, exits: 280, gap: 24 }
  const fitted = (room: number) => {
    const { withTimes, exitsBelow, folded } = fitPath({ ...measure, room }, 2)
    return `${withTimes ? 'times' : ''} ${exitsBelow ? 'below' : 'beside'} ${[...folded].join()}`.trim()
  }
  it('keeps all of it while it fits', () => expect(fitted(1144)).toBe('times beside'))
  it('gives up the times first, then the line beside the exits', () => {
    expect(fitted(1143)).toBe('beside')
    expect(fitted(1000)).toBe('times below')
    expect(fitted(800)).toBe('below')
  })
  it('then folds from the far ends, never the present step', () => {
    expect(fitted(720)).toBe('below 5')
    expect(fitted(719)).toBe('below 5,4')
    expect(fitted(100)).toBe('below 5,4,0,3,1')
  })
  it('draws folded steps of a side as one place', () => {
    const path = Array.from({ length: 6 }, (_, i) => ({ state: `s${i}`, title: '', phase: 'active', kind: 'next' }))
    const items = foldedItems(path as PathStep[], new Set([0, 4, 5]), 2)
    expect(items.map(i => (i.kind === 'fold' ? `${i.side}${i.steps.length}` : i.step.state))).toEqual([
      'walked1',
      's1',
      's2',
      's3',
      'next2',
    ])
  })
})

describe('two people at one record', () => {
  const base = { a: '1', b: '1', c: '1' }
  it('sends what only I changed and asks about what both did', () => {
    const merge = mergeEdits(base, { a: '2', b: '1', c: '9' }, { a: '3', b: '3', c: '9' })
    expect(merge.send).toEqual({ b: '3' })
    expect(merge.clashes).toEqual([{ field: 'a', base: '1', theirs: '2', mine: '3' }])
    expect(settle(merge, new Set())).toEqual({ b: '3' })
    expect(settle(merge, new Set(['a']))).toEqual({ a: '3', b: '3' })
  })
  it('leaves theirs where I changed nothing', () => {
    expect(mergeEdits(base, { a: '2', b: '1' }, { a: '1', b: '1', c: '1' })).toEqual({ send: {}, clashes: [] })
  })
  it('takes nothing and empty text for the same', () => {
    expect(mergeEdits({ a: null }, { a: '' }, { a: 'x' })).toEqual({ send: { a: 'x' }, clashes: [] })
  })
})

describe('changes', () => {
  const rows: FieldMeta = {
    key: 'l',
    title: 'Состав',
    kind: 'rows',
    columns: [{ key: 'q', title: 'Кол-во', kind: 'decimal' }],
  }
  it('tell added, removed and changed lines apart', () => {
    const parts = partsOf(
      rows,
      [
        { id: '1', q: '1' },
        { id: '2', q: '5' },
      ],
      [
        { id: '1', q: '2' },
        { id: '3', q: '5' },
      ],
    )
    expect(parts).toMatchObject([
      { kind: 'count', added: 1, removed: 1 },
      { kind: 'cell', line: 1, old: '1', new: '2' },
    ])
  })
  it('name the fields that differ, without those the engine keeps', () => {
    const type = { fields: [{ key: 'a' }, { key: 'b' }, { key: 'updated', engine: true }] } as never
    expect(changedFields(type, { a: 1, b: 1, updated: 1 }, { a: 1, b: 2, updated: 2 }).map(f => f.key)).toEqual(['b'])
  })
  it('cut long texts at a word', () => {
    expect(cutText('коротко')).toEqual({ shown: 'коротко', cut: false })
    const { shown } = cutText('Старый кондиционер вышел из строя 16 марта, температура в серверной 31 градус')
    expect(shown).toBe('Старый кондиционер вышел из строя 16 марта, температура в…')
  })
})

describe('feed', () => {
  const said = (at: string) => ({ id: at, at, by: 'u', text: '', files: [] }) as Comment
  const done = (at: string, kind = 'edit') =>
    ({ id: at, at, by: 'u', action: kind, diff: [], hidden: 0 }) as HistoryEvent
  it('weaves both, newest first, without the comment events that comments already are', () => {
    const all = entriesOf('all', [said('3'), said('1')], [done('4', 'comment'), done('2')], {
      comments: false,
      history: false,
    })
    expect(all.map(e => e.key)).toEqual(['c/3', 'e/2', 'c/1'])
  })
  it('says the reason of a vote once, though it moved the record', () => {
    const given = (action: string, reason: string) => ({ ...done('5', action), id: action, reason })
    const both = entriesOf('all', [], [given('transition', 'дорого'), given('vote', 'дорого')], {
      comments: false,
      history: false,
    })
    expect(both.map(e => e.kind === 'event' && e.event.reason)).toEqual(['', 'дорого'])
    const alone = entriesOf('all', [], [given('transition', 'дорого')], { comments: false, history: false })
    expect(alone.map(e => e.kind === 'event' && e.event.reason)).toEqual(['дорого'])
  })
  it('does not show what lies below the end of an unfinished source', () => {
    const all = entriesOf('all', [said('9'), said('1')], [done('8'), done('5')], { comments: false, history: true })
    expect(all.map(e => e.key)).toEqual(['c/9', 'e/8', 'e/5'])
  })
})

describe('mentions', () => {
  const person = { type: 'users', id: 'u3', title: 'Руслан Идрисов' }
  it('look for a name after @, not in an address', () => {
    expect(askingAt('Привет, @Рус', 12)).toEqual({ from: 8, q: 'Рус' })
    expect(askingAt('@Руслан Ид', 10)?.q).toBe('Руслан Ид')
    expect(askingAt('mail@dala', 9)).toBeNull()
    expect(askingAt('@Руслан Идрисов посмотрите', 26)).toBeNull()
  })
  it('put the name in and travel as name and id', () => {
    const typed = insertMention('Да, @Рус!', { from: 4, q: 'Рус' }, 8, person)
    expect(typed).toEqual({ text: 'Да, @Руслан Идрисов !', caret: 20 })
    expect(wireComment(typed.text, [{ id: 'u3', name: person.title }])).toEqual({
      text: 'Да, @[Руслан Идрисов](u3) !',
      mentions: ['u3'],
    })
  })
  it('do not take a short name out of a longer one, nor a name that was erased', () => {
    const people = [
      { id: '1', name: 'Ли' },
      { id: '2', name: 'Ли Анна' },
      { id: '3', name: 'Пак' },
    ]
    expect(wireComment('@Ли Анна и @Ли', people)).toEqual({ text: '@[Ли Анна](2) и @[Ли](1)', mentions: ['2', '1'] })
  })
  it('are read back', () => {
    expect(readComment('a @[Б В](x) г')).toEqual([
      { kind: 'text', text: 'a ' },
      { kind: 'mention', id: 'x', name: 'Б В' },
      { kind: 'text', text: ' г' },
    ])
  })
})

describe('neighbours', () => {
  const page = (ids: string[], next: string | null) => ({
    rows: ids.map(id => ({ id, type: 't', values: {} })),
    refs: {},
    next,
  })
  it('come from the list read last', () => {
    const lists = [
      { updated: 1, data: page(['a', 'b'], null) },
      { updated: 2, data: { pages: [page(['x', 'b'], 'c'), page(['y'], 'd')], pageParams: [] } },
    ]
    expect(walkOf(lists, 'b')).toEqual({ prev: 'x', next: 'y', place: 2, total: 3, more: true })
    expect(walkOf(lists, 'a')?.next).toBe('b')
    expect(walkOf(lists, 'z')).toBeNull()
  })
})
