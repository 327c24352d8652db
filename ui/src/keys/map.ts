import type { ParseKeys } from 'i18next'

export interface KeyLine {
  caps: string[] // physical keys, "KeyJ", or words
  text: ParseKeys
}

export interface KeyGroup {
  title: ParseKeys
  lines: KeyLine[]
}

/** The key map that `?` opens. Every line here is bound in its screen. */
export const keyMap: KeyGroup[] = [
  {
    title: 'keys.everywhere',
    lines: [
      { caps: ['Ctrl', 'KeyK'], text: 'keys.palette' },
      { caps: ['KeyC'], text: 'keys.create' },
      { caps: ['KeyG', 'KeyD'], text: 'keys.goDay' },
      { caps: ['KeyG', 'KeyI'], text: 'keys.goInbox' },
      { caps: ['KeyG', 'KeyL'], text: 'keys.goList' },
      { caps: ['Esc'], text: 'keys.back' },
      { caps: ['?'], text: 'keys.map' },
    ],
  },
  {
    title: 'keys.list',
    lines: [
      { caps: ['KeyJ', 'KeyK', '↑', '↓'], text: 'keys.row' },
      { caps: ['KeyX'], text: 'keys.select' },
      { caps: ['⇧', 'KeyX'], text: 'keys.range' },
      { caps: ['↵'], text: 'keys.open' },
      { caps: ['␣'], text: 'keys.peek' },
      { caps: ['KeyF'], text: 'keys.filter' },
      { caps: ['/'], text: 'keys.here' },
    ],
  },
  {
    title: 'keys.board',
    lines: [
      { caps: ['←', '↑', '↓', '→'], text: 'keys.step' },
      { caps: ['KeyM'], text: 'keys.move' },
      { caps: ['␣'], text: 'keys.peek' },
    ],
  },
  {
    title: 'keys.inbox',
    lines: [
      { caps: ['1', '2', '3'], text: 'keys.decide' },
      { caps: ['KeyZ'], text: 'keys.undo' },
      { caps: ['KeyO'], text: 'keys.open' },
      { caps: ['KeyJ', 'KeyK'], text: 'keys.row' },
    ],
  },
  {
    title: 'keys.card',
    lines: [
      { caps: ['1', '2', '3'], text: 'keys.decide' },
      { caps: ['KeyE'], text: 'keys.edit' },
      { caps: ['KeyM'], text: 'keys.comment' },
      { caps: ['[', ']'], text: 'keys.neighbours' },
      { caps: ['.'], text: 'keys.whyNot' },
      { caps: ['KeyL'], text: 'keys.copyLink' },
    ],
  },
]
