import { describe, expect, it } from 'vitest'
import { lacking, madeUp } from './password'

describe('a password that is made up', () => {
  it('is four groups of letters and digits that are not mistaken for one another', () => {
    for (let i = 0; i < 50; i++) expect(madeUp()).toMatch(/^(?:[a-hjkmnp-z2-9]{4}-){3}[a-hjkmnp-z2-9]{4}$/)
  })
  it('is never the same', () => expect(new Set(Array.from({ length: 200 }, () => madeUp())).size).toBe(200))
  it('throws away what would make some letters likelier', () => {
    // 256 is no multiple of 31: bytes from 248 on would favour the first eight letters.
    let batch = 0
    const fixed = (bytes: Uint8Array) => {
      const fill = batch++ === 0 ? (i: number) => 248 + (i % 8) : (i: number) => i
      return bytes.map((_, i) => fill(i))
    }
    expect(madeUp(fixed)).toBe('abcd-efgh-jkmn-pqrs')
  })
})

it('counts characters as people do', () => {
  expect(lacking('пароль', 10)).toBe(4)
  expect(lacking('🔑'.repeat(10), 10)).toBe(0)
})
