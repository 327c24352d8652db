import { expect, it } from 'vitest'
import { type Spot, step } from './walk'

const spots: Spot[] = [
  { id: 'new', x: 0, y: 0, joins: ['accept', 'drop'] },
  { id: 'accept', x: 0, y: 50, joins: ['new', 'work'] },
  { id: 'work', x: 0, y: 100, joins: ['accept'] },
  { id: 'drop', x: 200, y: 120, joins: ['new', 'dropped'] },
  { id: 'dropped', x: 200, y: 180, joins: ['drop'] },
  { id: 'near', x: 60, y: 100, joins: [] },
]

it('walks along the lines', () => {
  expect(step(spots, 'new', 'ArrowDown')).toBe('accept')
  expect(step(spots, 'accept', 'ArrowDown')).toBe('work')
  expect(step(spots, 'work', 'ArrowUp')).toBe('accept')
  expect(step(spots, 'new', 'ArrowRight')).toBe('drop')
  expect(step(spots, 'drop', 'ArrowDown')).toBe('dropped')
})

it('goes to the nearest where no line leads', () => {
  expect(step(spots, 'work', 'ArrowRight')).toBe('near')
  expect(step(spots, 'near', 'ArrowLeft')).toBe('work')
})

it('stays at the edge, and begins somewhere', () => {
  expect(step(spots, 'new', 'ArrowUp')).toBeUndefined()
  expect(step(spots, 'gone', 'ArrowUp')).toBe('new')
})
