import { describe, expect, it } from 'vitest'
import { merge, moveItem, moveKey, pathAt, prune, remove, renameKey, set } from './edit'
import { keysAt, print, valueAt } from './json'

const memo = `{
  "title": "Служебная записка",
  "data": {
    "properties": {
      "subject":  {"title": "Тема", "type": "string"},
      "text":     {"title": "Текст", "type": "string"}
    },
    "required": ["subject"]
  },
  "lifecycle": {"states": {"draft": "Черновик", "sent": "Отправлена"}}
}
`

describe('set', () => {
  it('replaces a value and leaves the rest as it was written', () => {
    const text = set(memo, ['data', 'properties', 'subject', 'title'], 'О чём')
    expect(text).toBe(memo.replace('"Тема"', '"О чём"'))
  })
  it('adds a member on a line of its own where members have lines', () => {
    const text = set(memo, ['data', 'properties', 'due'], { title: 'Срок', format: 'date' })
    expect(text).toContain('"string"},\n      "due": {"title": "Срок", "format": "date"}\n    },')
    expect(keysAt(text, ['data', 'properties'])).toEqual(['subject', 'text', 'due'])
  })
  it('adds a member before another one', () => {
    const text = set(memo, ['data', 'properties', 'due'], 1, 'text')
    expect(keysAt(text, ['data', 'properties'])).toEqual(['subject', 'due', 'text'])
  })
  it('keeps what stands on one line there, while it fits', () => {
    const text = set(memo, ['lifecycle', 'states', 'done'], 'Исполнена')
    expect(text).toContain('{"draft": "Черновик", "sent": "Отправлена", "done": "Исполнена"}')
  })
  it('makes the objects on the way', () => {
    expect(valueAt(set(memo, ['access', 'all', 'who'], 'author'), ['access'])).toEqual({ all: { who: 'author' } })
    expect(valueAt(set('', ['title'], 'А'))).toEqual({ title: 'А' })
  })
  it('appends to an array, which it makes where there is none', () => {
    const once = set(memo, ['views', 0], 'a')
    expect(valueAt(set(once, ['views', 1], 'b'), ['views'])).toEqual(['a', 'b'])
  })
  it('keeps the order of keys that look like numbers', () => {
    const text = set('{"x-labels": {"b": "Б"}}', ['x-labels', '1'], 'Один')
    expect(keysAt(text, ['x-labels'])).toEqual(['b', '1'])
  })
})

describe('remove, rename, move', () => {
  it('removes the first, the last and the only member', () => {
    const path = ['data', 'properties'] as const
    expect(keysAt(remove(memo, [...path, 'subject']), path)).toEqual(['text'])
    const first = remove(memo, [...path, 'text'])
    expect(keysAt(first, path)).toEqual(['subject'])
    expect(valueAt(remove(first, [...path, 'subject']), path)).toEqual({})
    expect(remove(memo, ['nothing', 'there'])).toBe(memo)
  })
  it('takes away what is left empty', () => {
    expect(keysAt(prune(memo, ['data', 'required', 0]), ['data'])).toEqual(['properties'])
  })
  it('renames in place', () => {
    expect(keysAt(renameKey(memo, ['data', 'properties', 'subject'], 'about'), ['data', 'properties'])).toEqual([
      'about',
      'text',
    ])
  })
  it('moves members and items, and moving back changes no value', () => {
    const path = ['data', 'properties', 'text']
    const moved = moveKey(memo, path, 'subject')
    expect(keysAt(moved, ['data', 'properties'])).toEqual(['text', 'subject'])
    expect(valueAt(moveKey(moved, path))).toEqual(valueAt(memo))
    expect(valueAt(moveItem('[1, 2, 3]', [], 0, 2))).toEqual([2, 3, 1])
  })
})

it('finds the path of a place', () => {
  const line = memo.split('\n').findIndex(l => l.includes('"text"')) + 1
  const column = (memo.split('\n')[line - 1] ?? '').indexOf('"Текст"') + 2
  expect(pathAt(memo, line, column)).toEqual(['data', 'properties', 'text', 'title'])
  const states = memo.split('\n').findIndex(l => l.includes('lifecycle')) + 1
  const sent = (memo.split('\n')[states - 1] ?? '').indexOf('"sent"') + 2
  expect(pathAt(memo, states, sent).slice(0, 2)).toEqual(['lifecycle', 'states'])
})

it('merges as bases are merged', () => {
  expect(
    merge(
      { required: ['a'], states: { x: 'X', y: 'Y' }, list: [1] },
      { required: ['b'], states: { y: null, z: 'Z' }, list: [2] },
    ),
  ).toEqual({ required: ['a', 'b'], states: { x: 'X', z: 'Z' }, list: [2] })
})

it('prints long values on several lines', () => {
  const long = { first: 'а'.repeat(100), second: ['б'.repeat(60)] }
  expect(print(long, 2).split('\n')).toHaveLength(4)
  expect(JSON.parse(print(long, 2))).toEqual(long)
})
