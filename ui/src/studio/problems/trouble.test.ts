import { expect, it } from 'vitest'
import type { Clash, Conflict, Diagnostic, Draft } from '../draft/types'
import { pathOf, troublesOf } from './trouble'

it('reads a path as the server writes it', () => {
  expect(pathOf('')).toEqual([])
  expect(pathOf('lifecycle.transitions.pay.guards[0].check')).toEqual([
    'lifecycle',
    'transitions',
    'pay',
    'guards',
    0,
    'check',
  ])
  expect(pathOf('["types.memo.title"]')).toEqual(['types.memo.title'])
})

it('puts what others changed before what the check finds, errors first', () => {
  const found = (severity: 'error' | 'warning', line: number) =>
    ({ severity, file: 'a.json', line, column: 1 }) as Diagnostic
  const conflict: Conflict = {
    path: 'b.json',
    theirs: '{}',
    by: { id: 'x', name: 'Анна' },
    at: '',
    places: ['title', 'data'],
  }
  const clash = { path: 'c.json', places: [] as string[] } as Clash
  const all = troublesOf({
    conflicts: [conflict],
    draft: { conflicts: [clash] } as Draft,
    problems: [found('warning', 1), found('error', 2)],
  })
  expect(all.map(one => [one.severity, one.file, one.at, one.clash?.kind])).toEqual([
    ['error', 'b.json', ['title'], 'conflict'],
    ['error', 'b.json', ['data'], 'conflict'],
    ['error', 'c.json', [], 'undecided'],
    ['error', 'a.json', { line: 2, column: 1 }, undefined],
    ['warning', 'a.json', { line: 1, column: 1 }, undefined],
  ])
})
