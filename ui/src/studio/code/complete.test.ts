import { expect, it } from 'vitest'
import { fitting, type Offer, written } from './complete.ts'

const offer = (label: string, title: string): Offer => ({
  label,
  title,
  insert: label,
  kind: 'field',
  type: '',
  doc: '',
})
const offers = [offer('title', 'Тема'), offer('amount', 'Сумма'), offer('sum_of', 'Итого'), offer('new', 'Новая')]
const labels = (typed: string) => fitting(offers, typed).map(o => o.label)

it('offers what begins with the typed word, or is called so', () => {
  expect(labels('')).toEqual(['title', 'amount', 'sum_of', 'new'])
  expect(labels('AM')).toEqual(['amount'])
  expect(labels('сум')).toEqual(['amount'])
  expect(labels('zz')).toEqual([])
})

it('does not count the quote of a text', () => expect(labels("'ne")).toEqual(['new']))

it('writes a function with its brackets and the caret between them', () => {
  expect(written('len(', '')).toEqual({ insert: 'len()', caret: 4 })
  expect(written('len(', '(')).toEqual({ insert: 'len', caret: 4 })
  expect(written('amount', '(')).toEqual({ insert: 'amount', caret: 6 })
})
