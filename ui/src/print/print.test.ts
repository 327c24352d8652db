import { expect, it } from 'vitest'
import type { Round, Step, Vote } from '../api/process'
import type { FieldMeta, Meta, Row, TypeMeta } from '../api/types'
import { linesOf } from './sheetLines'
import { plainText } from './text'

const step = (key: string, state: Step['state'], people: [string, boolean][] = []) =>
  ({ key, title: key, state, asked: people.map(([person, voted]) => ({ person, voted })) }) as Step
const vote = (of: string, by: string, counts: boolean, verdict: Vote['verdict'] = 'approve') =>
  ({ step: of, by, counts, verdict, at: '', revision: 1 }) as Vote

it('tells every vote of a step, then who is waited for', () => {
  const round = {
    ended: null,
    steps: [
      step('a', 'passed', [
        ['x', true],
        ['y', false],
      ]),
      step('b', 'open', [
        ['z', false],
        ['w', true],
      ]),
      step('c', 'needless'),
    ],
    votes: [vote('a', 'x', false), vote('a', 'x', true), vote('b', 'w', true), vote('a', 'q', false, 'return')],
  } as unknown as Round
  expect(linesOf(round).map(l => [l.step.key, l.person, l.state])).toEqual([
    ['a', 'x', 'void'],
    ['a', 'x', 'approve'],
    ['a', 'q', 'return'],
    ['b', 'w', 'approve'],
    ['b', 'z', 'open'],
    ['c', null, 'needless'],
  ])
  const ended = { ...round, ended: { at: '', how: 'left', by: null } } as Round
  expect(
    linesOf(ended)
      .filter(l => l.step.key === 'b')
      .map(l => l.person),
  ).toEqual(['w'])
})

it('writes a cell in full, and nothing of one that is hidden', () => {
  const type = { states: [{ key: 'done', title: 'Готово', phase: 'done' }] } as TypeMeta
  const locale = { lang: 'ru', zone: 'Asia/Almaty', currencies: {}, now: new Date('2026-11-29T10:00:00Z') } as const
  const words = { locale, meta: { types: [] } as unknown as Meta, refs: {}, yes: 'да', no: 'нет' }
  const text = (kind: string, value: unknown, more: object = {}, row: object = {}) =>
    plainText(
      { key: 'f', kind, ...more } as FieldMeta,
      { id: 'r', values: { f: value }, ...row } as unknown as Row,
      type,
      words,
    )
  expect(text('date', '2026-11-29')).toBe('29.11.2026')
  expect(text('instant', '2026-11-29 10:05:00.000Z')).toBe('29.11.2026, 15:05')
  expect(text('bool', false)).toBe('нет')
  expect(
    text('enum', ['a', 'b'], {
      options: [
        { key: 'a', title: 'А' },
        { key: 'b', title: 'Б' },
      ],
    }),
  ).toBe('А, Б')
  expect(text('text', null)).toBe('')
  expect(text('text', 'тайна', {}, { hidden: ['f'] })).toBe('')
  expect(
    plainText(
      { key: 'status', kind: 'enum' } as FieldMeta,
      { id: 'r', values: { status: 'done' } } as unknown as Row,
      type,
      words,
    ),
  ).toBe('Готово')
})
