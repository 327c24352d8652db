import { expect, it } from 'vitest'
import { change, none, pathsOf, redo, textOf, undo, unsaved } from './changes'

const live = { 'a.json': 'A', 'b.json': 'B' }

it('takes back and does again, and forgets what is as in force', () => {
  const one = change(live, none, { 'a.json': 'A1' }, 'title', 0)
  const two = change(live, one, { 'b.json': null, 'c.json': 'C' }, 'files', 5000)
  expect(pathsOf(live, two.files)).toEqual(['a.json', 'c.json'])
  expect(textOf(live, two.files, 'b.json')).toBeUndefined()
  const back = undo(live, two)
  expect(back.files).toEqual({ 'a.json': 'A1' })
  expect(undo(live, back).files).toEqual({})
  expect(redo(live, back).files).toEqual(two.files)
  expect(change(live, one, { 'a.json': 'A' }, 'title', 9000).files).toEqual({})
})

it('joins keystrokes of one thing', () => {
  const one = change(live, none, { 'a.json': 'A1' }, 'title', 0)
  const two = change(live, one, { 'a.json': 'A12' }, 'title', 500)
  expect(two.done).toHaveLength(1)
  expect(undo(live, two).files).toEqual({})
  expect(redo(live, undo(live, two)).files).toEqual({ 'a.json': 'A12' })
  expect(change(live, two, { 'a.json': 'A123' }, 'title', 5000).done).toHaveLength(2)
  expect(change(live, two, { 'a.json': 'A123' }, 'other', 600).done).toHaveLength(2)
})

it('sends only what the server does not have', () => {
  expect(unsaved({ 'a.json': 'A1', 'b.json': null }, { 'a.json': 'A1', 'c.json': 'C' })).toEqual({
    files: { 'c.json': 'C' },
    revert: ['b.json'],
  })
})
