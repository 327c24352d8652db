import { expect, it } from 'vitest'
import { mentionParts } from './mention'

it('tells names from text', () => {
  expect(mentionParts('да, @[Ольга Л](u1) и @[Б](u2)')).toEqual([
    { text: 'да, ', person: false },
    { text: 'Ольга Л', person: true },
    { text: ' и ', person: false },
    { text: 'Б', person: true },
  ])
  expect(mentionParts('почта a@b.c')).toEqual([{ text: 'почта a@b.c', person: false }])
})
