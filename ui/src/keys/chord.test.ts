import { describe, expect, it } from 'vitest'
import { answersEnter, bothCaps, chordOf, isLetter, isTyping } from './chord'

const press = (code: string, mods: Partial<KeyboardEvent> = {}) =>
  chordOf({ code, ctrlKey: false, metaKey: false, altKey: false, shiftKey: false, ...mods })

describe('keys', () => {
  it('are named by place, with modifiers in one order', () => {
    expect(press('KeyJ')).toBe('KeyJ')
    expect(press('KeyK', { metaKey: true })).toBe('Ctrl+KeyK')
    expect(press('KeyP', { shiftKey: true, ctrlKey: true })).toBe('Ctrl+Shift+KeyP')
  })
  it('that are letters can be told from the rest', () => {
    expect(['KeyJ', 'Shift+KeyX', 'Digit1', 'Period'].every(isLetter)).toBe(true)
    expect(['Enter', 'ArrowDown', 'Ctrl+KeyK', 'Escape', 'F8'].some(isLetter)).toBe(false)
  })
  it('belong to the text while typing', () => {
    document.body.innerHTML =
      '<input id="a"><input id="b" type="checkbox"><textarea id="c"></textarea><button id="d"><i id="e"></i></button>'
    const at = (id: string) => document.getElementById(id)
    expect(isTyping(at('a'))).toBe(true)
    expect(isTyping(at('b'))).toBe(false)
    expect(isTyping(at('c'))).toBe(true)
    expect(answersEnter(at('e'))).toBe(true)
    expect(answersEnter(at('b'))).toBe(false)
  })
  it('show both layouts', () => {
    expect(bothCaps('KeyJ')).toBe('J / О')
    expect(bothCaps('Digit1')).toBe('1')
  })
})
