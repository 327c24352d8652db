import i18next from 'i18next'
import { beforeAll, describe, expect, it } from 'vitest'
import ru from '../i18n/ru.json'
import { errorText, faultText, readFault } from './fault'

beforeAll(async () => {
  await i18next.init({ lng: 'ru', resources: { ru: { translation: ru } } })
})

describe('text of a fault', () => {
  it('prefers the words of the author', () => {
    expect(faultText({ kind: 'denied', code: 'guard', text: 'Нет файла' }, i18next.t)).toBe('Нет файла')
  })
  it('counts', () => {
    expect(faultText({ kind: 'invalid', code: 'refused', params: { count: 5 } }, i18next.t)).toBe('Мешают 5 причин')
  })
  it('falls back to the kind when the code is not in the catalogue', () => {
    expect(faultText({ kind: 'conflict', code: 'not_in_catalogue' }, i18next.t)).toBe(ru.faults.conflict)
  })
  it('reads an answer that is not ours', () => {
    expect(errorText(readFault(502, null), i18next.t)).toBe(ru.faults.internal)
    expect(readFault(404, { message: 'x' }).body.kind).toBe('missing')
  })
})
