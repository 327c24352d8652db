import { expect, it } from 'vitest'
import { freeKey, keyFrom } from './keys'

it('makes keys of names', () => {
  expect(keyFrom('Дата выезда', [], 'field')).toBe('data_vyezda')
  expect(keyFrom('Дата выезда', ['data_vyezda'], 'field')).toBe('data_vyezda_2')
  expect(keyFrom('2-й этаж: щит', [], 'field')).toBe('y_etazh_schit')
  expect(keyFrom('№', [], 'field')).toBe('no')
  expect(keyFrom('…', [], 'field')).toBe('field')
  expect(keyFrom('Қызметкер', [], 'field')).toBe('kyzmetker')
  expect(freeKey('a', ['a', 'a_2'])).toBe('a_3')
})
