import { expect, it } from 'vitest'
import { nameBeside } from './name'

it('drops the number from a name that begins with it', () => {
  expect(nameBeside('RQ-7', 'RQ-7 Ремонт')).toBe('Ремонт')
  expect(nameBeside('RQ-7', 'RQ-7: Ремонт')).toBe('Ремонт')
})
it('keeps a name that says nothing else, or has another number', () => {
  expect(nameBeside('RQ-7', 'RQ-7')).toBe('RQ-7')
  expect(nameBeside('', 'Ремонт')).toBe('Ремонт')
  expect(nameBeside('RQ-7', 'Ремонт RQ-7')).toBe('Ремонт RQ-7')
})
