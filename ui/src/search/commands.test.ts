import { expect, it } from 'vitest'
import { matching } from './commands'

it('finds commands by all typed words in any order', () => {
  const commands = ['Создать: Оплата счёта', 'Оплата счетов', 'Выйти'].map(title => ({ title }))
  expect(matching(commands, 'счёта СОЗД').map(c => c.title)).toEqual(['Создать: Оплата счёта'])
  expect(matching(commands, '')).toHaveLength(3)
  expect(matching(commands, 'нет')).toEqual([])
})
