import { expect, it } from 'vitest'
import { softHyphens } from './hyphen'

it('parts long words between syllables and leaves short ones whole', () => {
  const shown = (text: string) => softHyphens(text).replaceAll('\u00ad', '-')
  expect(shown('Отправить на согласование')).toBe('Отправить на согла-со-ва-ние')
  expect(shown('Назначить ответственного')).toBe('Назначить ответст-вен-ного')
  expect(shown('Вернуть')).toBe('Вернуть')
})
