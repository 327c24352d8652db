import { expect, it } from 'vitest'
import { matching } from './commands'

it('finds commands by all typed words in any order', () => {
  const commands = ['Завести: оплата счёта', 'Оплата счетов', 'Выйти'].map(title => ({ title }))
  expect(matching(commands, 'счёта ЗАВЕ').map(c => c.title)).toEqual(['Завести: оплата счёта'])
  expect(matching(commands, '')).toHaveLength(3)
  expect(matching(commands, 'нет')).toEqual([])
})
