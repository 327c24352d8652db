/** What a key press is called: modifiers and the physical key, "Ctrl+KeyK", "Shift+KeyX", "KeyJ". */
export function chordOf(event: Pick<KeyboardEvent, 'code' | 'ctrlKey' | 'metaKey' | 'altKey' | 'shiftKey'>): string {
  const parts: string[] = []
  if (event.ctrlKey || event.metaKey) parts.push('Ctrl')
  if (event.altKey) parts.push('Alt')
  if (event.shiftKey) parts.push('Shift')
  parts.push(event.code)
  return parts.join('+')
}

/** A single letter or sign without Ctrl or Alt: may be switched off in the profile. */
export const isLetter = (chord: string) => !/Ctrl|Alt|Enter|Escape|Arrow|Space|F\d|Tab|Home|End|Page/.test(chord)

const typingInputs = /^(?:text|search|email|password|number|tel|url|date|datetime-local|time|month|week)$/

/** The person is typing: keys belong to the text. */
export function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false
  if (target.isContentEditable || target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement)
    return true
  if (target.closest('[role="combobox"],[role="listbox"],[role="menu"]')) return true
  return target instanceof HTMLInputElement && typingInputs.test(target.type)
}

/** A button or a link that itself answers Enter and Space. */
export function answersEnter(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && target.closest('button,a[href],summary,[role="tab"]') !== null
}

/** Latin cap and its neighbour in the Russian layout: «J / О». */
const russian: Record<string, string> = {
  KeyQ: 'Й',
  KeyW: 'Ц',
  KeyE: 'У',
  KeyR: 'К',
  KeyT: 'Е',
  KeyY: 'Н',
  KeyU: 'Г',
  KeyI: 'Ш',
  KeyO: 'Щ',
  KeyP: 'З',
  KeyA: 'Ф',
  KeyS: 'Ы',
  KeyD: 'В',
  KeyF: 'А',
  KeyG: 'П',
  KeyH: 'Р',
  KeyJ: 'О',
  KeyK: 'Л',
  KeyL: 'Д',
  KeyZ: 'Я',
  KeyX: 'Ч',
  KeyC: 'С',
  KeyV: 'М',
  KeyB: 'И',
  KeyN: 'Т',
  KeyM: 'Ь',
  Period: 'Ю',
  Slash: '.',
}

export function bothCaps(code: string): string {
  const latin = code.replace(/^Key|^Digit/, '')
  return russian[code] ? `${latin} / ${russian[code]}` : latin
}
