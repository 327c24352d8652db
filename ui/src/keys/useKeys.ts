import { useEffect, useRef } from 'react'
import { answersEnter, chordOf, isLetter, isTyping } from './chord'

/** Chord or sequence ("KeyG KeyD") → what to do. Return false to let the key pass. */
export type Bindings = Record<string, (event: KeyboardEvent) => unknown>

const layers: { current: Bindings }[] = []
let letters = true
let prefix = ''
let prefixTimer: ReturnType<typeof setTimeout> | undefined
const sequenceMs = 1200

export function setLetters(on: boolean): void {
  letters = on
}

/** Keys of a screen, while it is shown. The topmost screen is asked first. */
export function useKeys(bindings: Bindings, enabled = true): void {
  const layer = useRef(bindings)
  layer.current = bindings
  useEffect(() => {
    if (!enabled) return
    layers.push(layer)
    if (layers.length === 1) window.addEventListener('keydown', onKey)
    return () => {
      layers.splice(layers.indexOf(layer), 1)
      if (layers.length === 0) window.removeEventListener('keydown', onKey)
    }
  }, [enabled])
}

function onKey(event: KeyboardEvent): void {
  if (event.defaultPrevented || event.isComposing) return
  const chord = chordOf(event)
  const free = chord.startsWith('Ctrl+')
  if (!free && (isTyping(event.target) || inDialog(event.target))) return
  if (!letters && isLetter(chord)) return
  if ((chord === 'Enter' || chord === 'Space') && answersEnter(event.target)) return
  if (run(prefix ? `${prefix} ${chord}` : chord, event) || (prefix && run(chord, event))) {
    event.preventDefault()
    setPrefix('')
    return
  }
  setPrefix(opensSequence(chord) ? chord : '')
}

function run(chord: string, event: KeyboardEvent): boolean {
  for (const layer of [...layers].reverse()) {
    const act = layer.current[chord]
    if (act && act(event) !== false) return true
  }
  return false
}

const opensSequence = (chord: string) => layers.some(l => Object.keys(l.current).some(k => k.startsWith(`${chord} `)))

function setPrefix(chord: string): void {
  clearTimeout(prefixTimer)
  prefix = chord
  if (chord) prefixTimer = setTimeout(() => setPrefix(''), sequenceMs)
}

/** An open dialog keeps the screen below it deaf. */
const inDialog = (target: EventTarget | null) =>
  target instanceof HTMLElement && target.closest('[role="dialog"],[role="alertdialog"]') !== null
